open('/dev/kmsg').read(1)
print('LEAK')
