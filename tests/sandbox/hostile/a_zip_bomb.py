import zipfile
with zipfile.ZipFile('b.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('x', b'0' * 50 * 2 ** 20)
print(len(zipfile.ZipFile('b.zip').read('x') * 20))
