import ctypes
if ctypes.CDLL(None).semget(7, 1, 0o1600) >= 0:
    print('LEAK')
