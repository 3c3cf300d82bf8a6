# verdict: WA
name = input()
print("Robot-mira-2026")
