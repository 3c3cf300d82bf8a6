import os
for _ in range(20):
    if os.fork() == 0:
        break
x = bytearray(100 * 2 ** 20)
for i in range(0, len(x), 4096):
    x[i] = 1
import time
time.sleep(60)
