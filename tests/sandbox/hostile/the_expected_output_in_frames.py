import re, sys
frame = sys._getframe().f_back
while frame:
    if re.search('guess th[i]s line', str(frame.f_locals)):
        print('LEAK')
    frame = frame.f_back
