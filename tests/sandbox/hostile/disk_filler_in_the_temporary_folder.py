f = open('/tmp/big', 'wb')
while True:
    f.write(b'0' * 2 ** 20)
