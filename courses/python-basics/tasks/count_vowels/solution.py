line = input().lower()
count = 0
for letter in line:
    if letter in "aeiou":
        count = count + 1
print(count)
