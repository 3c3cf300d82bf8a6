"""Restores a backup and dies just before the Nth step on the disk: N FOLDER BACKUP PASSPHRASE."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from runtime.companion.backups.restore import restore
from tests.builder.killing import kill_at

if __name__ == "__main__":
    step, folder, backup, passphrase = sys.argv[1:]
    kill_at(int(step), folder)
    restore(Path(folder), Path(backup), passphrase, datetime(2026, 9, 2, tzinfo=UTC))
