# verdict: RE
secret = int(input())
guess = input()
count = 1
while guess != secret:
    if secret > guess:
        print("UP")
    else:
        print("DOWN")
    guess = input()
    count = count + 1
print(count)
