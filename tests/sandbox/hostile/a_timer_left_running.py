import signal, os, time
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
signal.setitimer(signal.ITIMER_PROF, 0)
if os.fork():
    os._exit(0)
while True:
    time.sleep(1)
