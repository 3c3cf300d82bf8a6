open('/usr/lib/evil', 'w').write('x')
print('LEAK')
