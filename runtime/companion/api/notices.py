"""What the people who look after a school must know before they go on, for the head of every page."""

from __future__ import annotations

from runtime.companion.backups.backup import all_backups
from runtime.companion.companion import Companion
from runtime.companion.licences.school import Held, held
from runtime.companion.route import Access, Call, Json, Route
from runtime.companion.schemas import COUNT, array, one_of, record, text
from runtime.companion.store import notes

OF_LICENCES = ("licence_ending", "licence_grace", "licence_over")
OF_ADMINS = ("clock_behind", "database_damaged", "backup_failed")
NOTICE = record(code=one_of(*OF_LICENCES, *OF_ADMINS), days=COUNT, backup=text(200))


def notices(call: Call) -> Json:
    """List what is wrong; what only an admin can mend, only for admins."""
    school = held(call.companion)
    found = _licence(school)
    if call.me.role == "admin":
        found += _of_admins(call.companion, school)
    return {"notices": found}


def _licence(school: Held) -> list[Json]:
    code = f"licence_{school.standing.state}"
    return [_notice(code, days=school.standing.days_left)] if code in OF_LICENCES else []


def _of_admins(companion: Companion, school: Held) -> list[Json]:
    checked = companion.database.read(notes.read, "maintenance")
    found = []
    if companion.health.damaged or (checked is not None and not checked["sound"]):
        latest = next(iter(all_backups(companion.backups)), None)
        found.append(_notice("database_damaged", backup=latest.name if latest else ""))
    if companion.health.backup_fault:
        found.append(_notice("backup_failed"))
    if school.behind:
        found.append(_notice("clock_behind"))
    return found


def _notice(code: str, days: int = 0, backup: str = "") -> Json:
    return {"code": code, "days": days, "backup": backup}


ROUTES = (
    Route(
        "GET", "/notices", Access.TEACHER, notices, "What must be known before going on",
        record(notices=array(NOTICE)),
    ),
)  # fmt: skip
