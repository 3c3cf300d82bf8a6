"""The companion's routes, by subject."""
