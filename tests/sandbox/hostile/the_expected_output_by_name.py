import os
for folder, _, files in os.walk('/'):
    if folder.startswith(('/proc', '/sys', '/usr', '/lib')):
        continue
    for name in files:
        if name.endswith(('.out', 'task.json', 'checker.py')):
            print('LEAK')
