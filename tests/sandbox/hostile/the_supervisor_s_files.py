import os
for fd in os.listdir(f'/proc/{os.getppid()}/fd'):
    open(f'/proc/{os.getppid()}/fd/{fd}', 'rb').read(1)
    print('LEAK')
