import os, socket
kept = []
for _ in range(5):
    os.fork()
while True:
    try:
        kept.append(socket.socketpair())
        kept[-1][0].setblocking(False)
        while True:
            kept[-1][0].send(bytes(2 ** 16))
    except OSError:
        pass
