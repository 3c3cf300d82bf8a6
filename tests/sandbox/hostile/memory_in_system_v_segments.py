import ctypes
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
for key in range(1, 100):
    segment = libc.shmget(key, 2 ** 24, 0o1600)
    if segment < 0:
        break
    print('LEAK')
    place = libc.shmat(segment, None, 0)
    ctypes.memset(place, 1, 2 ** 24)
    libc.shmdt(ctypes.c_void_p(place))
