import ctypes
if ctypes.CDLL(None).unshare(0x10000000) == 0:
    print('LEAK')
