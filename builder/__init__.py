"""Builds course packages into sites."""

from importlib.metadata import version

__version__ = version("knapsack-courseware")
