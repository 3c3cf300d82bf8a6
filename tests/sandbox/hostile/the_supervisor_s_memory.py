import os
open(f'/proc/{os.getppid()}/mem', 'rb').read(1)
print('LEAK')
