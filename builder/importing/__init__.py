"""Reads what teachers already have: problem packages, question banks, folders of tests."""
