import os
for pid in filter(str.isdigit, os.listdir('/proc')):
    if pid != str(os.getpid()):
        try:
            open(f'/proc/{pid}/environ').read()
            print('LEAK')
        except OSError:
            pass
