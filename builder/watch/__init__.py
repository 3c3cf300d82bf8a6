"""`knapsack watch`: builds again as files change, and reloads the open pages."""
