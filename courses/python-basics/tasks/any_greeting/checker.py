"""Any greeting will do: one line that holds the captain's name and something more."""


def check(run_solution, case):
    name = case.input.strip()
    run = run_solution(case.input)
    lines = run.stdout.strip().splitlines()
    if len(lines) != 1:
        return 0, "Print exactly one line. / Выведи ровно одну строку."
    if name not in lines[0]:
        return 0, "The captain's name is missing. / В приветствии нет имени капитана."
    if not any(sign.isalpha() for sign in lines[0].replace(name, "")):
        return 0, "Say something more than the name. / Добавь к имени хоть одно слово."
    return 1, "Welcome aboard! / Добро пожаловать на борт!"
