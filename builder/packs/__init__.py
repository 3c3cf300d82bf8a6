"""Signed course packs: keys, packing, installing, updating."""
