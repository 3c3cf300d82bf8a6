import ctypes
if ctypes.CDLL(None).mount(b'none', b'/work', b'tmpfs', 0, None) == 0:
    print('LEAK')
