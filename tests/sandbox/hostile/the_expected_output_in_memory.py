import gc, re
for thing in gc.get_objects():
    if type(thing) in (dict, list, tuple) and re.search('guess th[i]s line', str(thing)[:10000]):
        print('LEAK')
