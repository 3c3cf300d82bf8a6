for line in open('/etc/shadow'):
    print('LEAK')
