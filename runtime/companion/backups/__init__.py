"""Backups: all that a school has, in one file that only its passphrase opens."""
