f = open('/dev/shm/x', 'wb')
while True:
    f.write(b'0' * 2 ** 20)
