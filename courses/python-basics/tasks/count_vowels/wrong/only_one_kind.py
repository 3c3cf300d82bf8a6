# verdict: WA
line = input().lower()
print(line.count("a"))
