open('/evil', 'w').write('x')
print('LEAK')
