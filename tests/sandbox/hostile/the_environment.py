import os
if any(name.startswith(('KNAPSACK', 'SSH', 'AWS', 'SECRET')) for name in os.environ):
    print('LEAK')
