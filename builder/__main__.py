"""Lets `python -m builder` stand in for the command `knapsack`."""

from builder.cli import main

if __name__ == "__main__":
    main()
