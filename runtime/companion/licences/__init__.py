"""Licences: signed by whoever issues them, checked without a network, and what they allow on a day."""
