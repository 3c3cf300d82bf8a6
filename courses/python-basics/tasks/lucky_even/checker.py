"""Four answers are right: 12, 14, 16 and 18."""


def check(run_solution, case):
    text = run_solution().stdout.strip()
    if not text.isdecimal() or len(text) > 9:
        return 0, "Print one whole number. / Выведи одно целое число."
    number = int(text)
    if number % 2 == 1:
        return 0, f"{number} is odd. / Число {number} нечётное."
    if not 10 < number < 20:
        return 0, f"{number} is not between 10 and 20. / Число {number} не лежит между 10 и 20."
    return True
