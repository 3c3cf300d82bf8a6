name = input()
print("Welcome aboard, Captain", name)
