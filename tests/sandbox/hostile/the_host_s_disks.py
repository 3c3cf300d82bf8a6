import os
print('LEAK' if any(n.startswith(('sd', 'vd', 'nvme')) for n in os.listdir('/dev')) else '')
