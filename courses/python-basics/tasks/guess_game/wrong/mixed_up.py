# verdict: WA
secret = int(input())
guess = int(input())
count = 1
while guess != secret:
    if secret < guess:
        print("UP")
    else:
        print("DOWN")
    guess = int(input())
    count = count + 1
print(count)
