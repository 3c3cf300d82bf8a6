# verdict: RE
name = input()
print(name.capital() + "1234567890")
