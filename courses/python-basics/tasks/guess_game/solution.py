secret = int(input())
guess = int(input())
count = 1
while guess != secret:
    if secret > guess:
        print("Go UP!")
    else:
        print("Go DOWN!")
    guess = int(input())
    count = count + 1
print("Guesses:", count)
