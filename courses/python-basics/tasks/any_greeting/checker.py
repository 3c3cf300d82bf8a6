"""Any greeting will do: one line that holds the captain's name and something more."""


def check(run_solution, case):
    name = case.input.strip()
    run = run_solution(case.input)
    if run.verdict != "OK":
        return False
    lines = run.stdout.strip().splitlines()
    if len(lines) != 1:
        return 0, "Print exactly one line. / Выведи ровно одну строку."
    if name not in lines[0]:
        return 0, "The captain's name is missing. / В приветствии нет имени капитана."
    if not any(character.isalpha() for character in lines[0].replace(name, "")):
        return 0, "Add at least one word to the name. / Добавь к имени хотя бы одно слово."
    return 1, "Welcome aboard! / Добро пожаловать на борт!"
