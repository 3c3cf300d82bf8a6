import socket

address = socket.getaddrinfo('example.org', 80)[0][4][0]
if not address.startswith('172.29.'):  # what WebAssembly makes up: it has no network, nobody is asked
    print('LEAK')
