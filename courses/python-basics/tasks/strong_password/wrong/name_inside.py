# verdict: WA
name = input()
print(name + "Rocket2026ABC")
