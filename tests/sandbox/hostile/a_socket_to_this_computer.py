import socket
for port in range(1, 1024):
    s = socket.socket()
    s.settimeout(0.01)
    if s.connect_ex(('127.0.0.1', port)) == 0:
        print('LEAK')
