import sys
sys.addaudithook(lambda *a: (_ for _ in ()).throw(SystemExit(0)))
print(1)
