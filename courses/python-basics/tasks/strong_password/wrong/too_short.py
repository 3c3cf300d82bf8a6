# verdict: WA
name = input()
print("Xy7")
