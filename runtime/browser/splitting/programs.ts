/** What beginners write: the functions that these call are in the primary module, see split.ts. */
export const PROGRAMS = [
  `print("Hello, world!")`,
  `name = input("Your name? ")
print("Hello,", name, sep=" ", end="!\\n")
age = int(input())
height = float("1.5")
print(f"{name:>10} is {age + 1} and {height:.2f} m", "%d %s" % (age, name), str(age) * 2)
print(age // 3, age % 3, age / 3, age ** 2, -age, 2 ** 100, 0.1 + 0.2, round(2.567, 1), abs(-3), divmod(7, 2))
print(age > 3 and height < 2 or not name, age == 12, age != 12, 1 <= age <= 100, bool(""), None)
if age < 10:
    print("small")
elif age < 18:
    print("teen")
else:
    print("grown")`,
  `total = 0
n = 10
while n > 0:
    n -= 1
    if n % 2 == 0:
        continue
    total += n
    if total > 20:
        break
else:
    print("never")
for i in range(10, 0, -2):
    print(i, end=" ")
print(total, sum(range(101)), max(3, 1, 2), min([4, 2, 8]))
numbers = [3, 1, 2]
numbers.append(4)
numbers.sort(reverse=True)
numbers[0], numbers[-1] = numbers[-1], numbers[0]
print(numbers, numbers[1:], numbers[::-1], len(numbers), sorted(numbers), 3 in numbers, numbers.index(3))
print([x * x for x in numbers if x > 1], list(map(int, "1 2 3".split())), list(zip("ab", [1, 2])), list(enumerate("ab")))
a, b = map(int, "3 4".split())
print(a, b, *numbers, sep=", ")`,
  `word = "Banana"
print(word.upper(), word.lower(), word[0], word[-1], word[1:3], word[::-1], word.count("a"), word.find("n"))
print(word.replace("a", "o"), "-".join(word), word.strip("B"), word.startswith("Ba"), word.isalpha(), "12".isdigit())
for letter in word:
    print(letter, ord(letter), chr(ord(letter) + 1), end=" ")
counts = {}
for letter in word:
    counts[letter] = counts.get(letter, 0) + 1
for letter, count in sorted(counts.items()):
    print(letter, count)
print(counts, {1, 2, 2}, (1, "two", 3.0), set(word) & {"a"}, "яблоко".title(), "\\u00e9", repr("a\\n'"))
print("""several
lines""".splitlines(), "a,b,,c".split(","), f"{3.14159:8.3f}|{42:05d}|{'x':^7}|{1000000:,}")`,
  `def factorial(n):
    """Return n!."""
    return 1 if n < 2 else n * factorial(n - 1)

def greet(name, greeting="Hi", *rest, **named):
    return f"{greeting}, {name}", rest, named

class Dog:
    legs = 4
    def __init__(self, name):
        self.name = name
    def __str__(self):
        return f"Dog {self.name}"

class Puppy(Dog):
    def bark(self):
        return super().__str__() + "!"

print(factorial(20), greet("Ann"), greet("Bob", "Hey", 1, x=2), Dog("Rex"), Puppy("Toby").bark(), Puppy.legs)
try:
    int("x")
except ValueError as error:
    print(error)
finally:
    print("done")
print((lambda x: x + 1)(1), any([0, 1]), all([]), isinstance(1, int), type(2.5).__name__)
import math, random
print(math.sqrt(2), math.pi, math.floor(2.7), random.randint(1, 6) > 0, random.choice([1, 2]) > 0)
gen = (x for x in range(3))
print(next(gen), list(gen))`,
  `numbers = [1, 2]
print(numbers[5])`,
  `print(undefined_name)`,
  `print("a" + 1)`,
  `if True print(1)`,
  `raise SystemExit`,
];
