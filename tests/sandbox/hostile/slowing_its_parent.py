import os
parent = os.getppid()
for slow in (
    lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
    lambda: os.sched_setscheduler(parent, os.SCHED_IDLE, os.sched_param(0)),
    lambda: os.sched_setaffinity(parent, {0}),
):
    try:
        slow()
        print('LEAK')
    except OSError:
        pass
