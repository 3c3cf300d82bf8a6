# verdict: WA
name = input()
print("Welcome!")
print(name)
