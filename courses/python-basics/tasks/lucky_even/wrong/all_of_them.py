# verdict: WA
print(12, 14, 16, 18)
