import os, socket
socket.socket(socket.AF_UNIX).bind('\0left')
if os.fork() == 0:
    os.setsid()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind('\0left too')
    listener.listen()
    while True:
        listener.accept()[0].send(b'1')
other = socket.socket(socket.AF_UNIX)
try:
    other.connect('\0/tmp/.X11-unix/X0')
    print('LEAK')
except OSError:
    pass
