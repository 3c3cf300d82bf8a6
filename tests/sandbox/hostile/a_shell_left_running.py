import subprocess
subprocess.Popen(['/bin/sh', '-c', 'sleep 60'])
