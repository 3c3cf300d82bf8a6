import os, resource
for kind in (resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_CPU):
    try:
        resource.prlimit(os.getppid(), kind, (0, 0))
        print('LEAK')
    except OSError:
        pass
