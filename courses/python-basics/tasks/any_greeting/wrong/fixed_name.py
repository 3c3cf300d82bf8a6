# verdict: WA
name = input()
print("Welcome, Captain Mira!")
