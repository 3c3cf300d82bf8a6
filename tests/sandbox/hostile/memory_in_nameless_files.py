import os
for n in range(50):
    file = os.memfd_create(str(n))
    print('LEAK')
    for _ in range(60):
        os.write(file, bytes(2 ** 20))
