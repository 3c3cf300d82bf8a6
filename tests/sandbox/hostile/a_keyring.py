import ctypes, os
add_key = {'x86_64': 248, 'aarch64': 217}[os.uname().machine]
if ctypes.CDLL(None).syscall(add_key, b'user', b'left', b'x', 1, -4) > 0:
    print('LEAK')
