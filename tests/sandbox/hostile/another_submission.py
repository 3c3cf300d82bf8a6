import os
print('LEAK' if set(os.listdir('/work')) - {'main.py'} else '')
