"""The commands of `knapsack`, one a module."""
