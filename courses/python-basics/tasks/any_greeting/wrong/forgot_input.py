# verdict: RE
print("Welcome,", name)
