"""What runs inside a sandbox: a supervisor that nobody can look into, and a process for every program.

Standard library and the judge core alone; a sandbox sees both under /knapsack. The host speaks to the
supervisor over standard input and output, see `frames`.
"""
