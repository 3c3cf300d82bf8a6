"""Grades a class: collects what was handed in, judges what is new in parallel, remembers every result.

The order: `entries` reads the folder, `journal` knows what was judged before, a pool judges the rest, `rows`
says it in one line a student.
"""
