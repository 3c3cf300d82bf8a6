name = input()
print("X" + name[::-1].upper() + "2026" + "-rocket")
