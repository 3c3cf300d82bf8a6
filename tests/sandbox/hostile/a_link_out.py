import os
os.symlink('/usr/bin', 'link')
open('link/evil', 'w').write('x')
print('LEAK')
