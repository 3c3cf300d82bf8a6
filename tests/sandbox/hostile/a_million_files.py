i = 0
while True:
    open(f'/work/{i}', 'w').close()
    i += 1
