import mmap, os, time
for _ in range(20):
    if os.fork() == 0:
        break
shared = mmap.mmap(-1, 50 * 2 ** 20)
for i in range(0, len(shared), 4096):
    shared[i] = 1
time.sleep(60)
