i = 0
while True:
    open(f'{i}', 'w').close()
    i += 1
