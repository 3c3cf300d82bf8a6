import ctypes, os
libc = ctypes.CDLL(None)
b = ctypes.create_string_buffer(8)
class V(ctypes.Structure):
    _fields_ = [('b', ctypes.c_void_p), ('n', ctypes.c_size_t)]
l = V(ctypes.addressof(b), 8)
r = V(id(b), 8)
if libc.process_vm_readv(os.getppid(), ctypes.byref(l), 1, ctypes.byref(r), 1, 0) > 0:
    print('LEAK')
