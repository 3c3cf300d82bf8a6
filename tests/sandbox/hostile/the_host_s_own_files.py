OWN = ('localhost', 'sandbox', 'ip6-', 'host.containers.internal')
for name in ('/root/.bashrc', '/root/.profile', '/etc/hosts', '/etc/hostname', '/etc/machine-id', '/etc/resolv.conf'):
    try:
        for line in open(name):
            # A container has files of these names that tell of nobody but itself.
            if not all(word.startswith(OWN) for word in line.split('#')[0].split()[name == '/etc/hosts':]):
                print('LEAK', name)
    except OSError:
        pass
