import judge.execute
open(judge.execute.__file__, 'a').write('x')
print('LEAK')
