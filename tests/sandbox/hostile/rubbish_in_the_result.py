import os
for fd in range(3, 64):
    try:
        os.write(fd, b'\xff\x00' * 10 ** 6)
    except OSError:
        pass
