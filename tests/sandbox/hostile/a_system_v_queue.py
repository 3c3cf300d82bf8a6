import ctypes
if ctypes.CDLL(None).msgget(7, 0o1600) >= 0:
    print('LEAK')
