"""The few words that an exported course has of its own."""

from __future__ import annotations

WORDS = {
    "en": {
        "contents": "Contents",
        "practice": "Practice",
        "quiz": "Quiz",
        "tasks": "Tasks",
        "example": "Example",
        "input": "Input",
        "call": "Call",
        "output": "Output",
        "value": "Value",
        "template": "Start with this",
        "hints": "Hints",
        "words": "Words",
        "answer": "Answer",
        "why": "Why",
        "teacher": "Teacher's edition: with answers, solutions and private tests. Not for students.",
        "private": "private",
        "solution": "Solution",
        "wrong": "Wrong program",
        "checker": "Checker",
        "accuracy": "give or take",
    },
    "ru": {
        "contents": "Содержание",
        "practice": "Практика",
        "quiz": "Тест",
        "tasks": "Задачи",
        "example": "Пример",
        "input": "Ввод",
        "call": "Вызов",
        "output": "Вывод",
        "value": "Значение",
        "template": "Начни с этого",
        "hints": "Подсказки",
        "words": "Слова",
        "answer": "Ответ",
        "why": "Почему",
        "teacher": "Для учителя: с ответами, решениями и скрытыми тестами. Ученикам не давать.",
        "private": "скрытый",
        "solution": "Решение",
        "wrong": "Неверная программа",
        "checker": "Проверка",
        "accuracy": "плюс-минус",
    },
}


def words_in(language: str) -> dict[str, str]:
    """Return the words in a language, in English where there are none."""
    return WORDS.get(language, WORDS["en"])
