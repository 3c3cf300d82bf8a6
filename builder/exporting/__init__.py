"""Writes quizzes and results for Moodle, and a course as plain Markdown."""
