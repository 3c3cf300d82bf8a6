"""Plays five games. The wording is free, so only UP, DOWN and the final number are looked at."""

import random
import re

GAMES = 5


def fault_in(lines, secret, guesses):
    if len(lines) != len(guesses):
        wanted, printed = len(guesses), len(lines)
        return f"Lines wanted: {wanted}, printed: {printed}. / Нужно строк: {wanted}, выведено: {printed}."
    for guess, line in zip(guesses[:-1], lines):
        right, wrong = ("UP", "DOWN") if secret > guess else ("DOWN", "UP")
        if right not in line or re.search(rf"\b{wrong}\b", line):
            return f"Secret {secret}, guess {guess}: say {right}. / Загадано {secret}, попытка {guess}: скажи {right}."
    if re.findall("[0-9]+", lines[-1]) != [str(len(guesses))]:
        return f"Count the guesses: {len(guesses)}. / Посчитай попытки: {len(guesses)}."
    return ""


def check(run_solution, case):
    won, message = 0, ""
    for wrong_guesses in range(GAMES):
        secret = random.randint(1, 100)
        others = [number for number in range(1, 101) if number != secret]
        guesses = [*random.sample(others, wrong_guesses), secret]
        run = run_solution("".join(f"{number}\n" for number in [secret, *guesses]))
        fault = fault_in(run.stdout.strip().splitlines(), secret, guesses)
        won += not fault
        message = message or fault
    return won / GAMES, message or "A fair referee! / Честный судья!"
