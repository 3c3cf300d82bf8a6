import os
os.setuid(0)
print('LEAK')
