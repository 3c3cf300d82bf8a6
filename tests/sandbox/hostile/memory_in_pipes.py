import fcntl, os
for _ in range(30):
    os.fork()
    try:
        for _ in range(30):
            reader, writer = os.pipe()
            fcntl.fcntl(writer, 1031, 2 ** 20)
            os.set_blocking(writer, False)
            while True:
                os.write(writer, bytes(2 ** 16))
    except OSError:
        pass
while True:
    pass
