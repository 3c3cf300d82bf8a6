x = []
while True:
    x.append('a' * 10 ** 6)
