"""Everything the companion keeps, and all of its SQL."""
