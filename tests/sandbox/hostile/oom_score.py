open('/proc/1/oom_score_adj', 'w').write('-1000')
print('LEAK')
