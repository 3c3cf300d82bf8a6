"""Four answers are right: 12, 14, 16 and 18."""


def check(run_solution, case):
    run = run_solution()
    if run.verdict != "OK":
        return False
    text = run.stdout.strip()
    if len(text) > 9 or not text.removeprefix("-").isdecimal():
        return 0, "Print one whole number. / Выведи одно целое число."
    number = int(text)
    if number % 2 == 1:
        return 0, f"{number} is odd. / Число {number} нечётное."
    if not 10 < number < 20:
        return 0, f"{number} is not between 10 and 20. / Число {number} не лежит между 10 и 20."
    return True
