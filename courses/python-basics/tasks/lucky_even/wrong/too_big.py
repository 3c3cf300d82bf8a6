# verdict: WA
print(20)
