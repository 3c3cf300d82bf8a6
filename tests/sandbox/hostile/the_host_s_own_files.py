for name in ('/root/.bashrc', '/root/.profile', '/etc/hosts', '/etc/hostname', '/etc/machine-id'):
    try:
        open(name).read()
        print('LEAK')
    except OSError:
        pass
