# verdict: WA
name = input()
print(name)
