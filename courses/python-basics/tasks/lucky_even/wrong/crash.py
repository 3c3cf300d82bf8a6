# verdict: RE
print(int("fourteen"))
