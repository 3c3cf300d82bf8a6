"""Four rules, a quarter of the points for each that the password keeps with this owner."""


def check(run_solution, case):
    name = case.input.strip()
    run = run_solution(case.input)
    if run.verdict != "OK":
        return False
    password = run.stdout.strip()
    if len(password.split()) != 1:
        return 0, "Print one password without spaces. / Выведи один пароль без пробелов."
    rules = [
        (len(password) >= 12, "It is too short. / Пароль слишком короткий."),
        (any(character.isdigit() for character in password), "A digit is missing. / Нет цифры."),
        (
            password != password.lower() and password != password.upper(),
            "It needs capital and small letters. / Нужны и заглавные, и маленькие буквы.",
        ),
        (name not in password, "The owner's name is in it. / В пароле есть имя владельца."),
    ]
    broken = [message for kept, message in rules if not kept]
    score = 1 - len(broken) / len(rules)
    return score, " ".join(broken) or "Nobody will guess that! / Такой никто не угадает!"
