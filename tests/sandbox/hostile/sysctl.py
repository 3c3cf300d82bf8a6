open('/proc/sys/kernel/hostname', 'w').write('evil')
print('LEAK')
