"""`knapsack licence`: issues licences to schools, and says what one allows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from builder.commands.keys import keyring, keys_option
from builder.problems import UserError
from builder.whole import write_whole
from runtime.companion.companion import DATABASE, default_folder, opened
from runtime.companion.licences.licence import MAX_BYTES, Licence, issue, read_licence
from runtime.companion.licences.school import held
from runtime.companion.licences.standing import Standing, State, standing
from runtime.companion.store import seats

FILE = click.Path(path_type=Path, dir_okay=False)
STATES: dict[State, str] = {
    "valid": "valid for {days}",
    "ending": "valid for {days} only",
    "grace": "no longer valid; what it opens stays open for {days}",
    "over": "no longer valid",
}


@click.group("licence")
def licence_command() -> None:
    """Issue licences to schools, and read them."""


@licence_command.command("issue")
@click.option("--tenant", required=True, help="The name of the school: lower-case letters, digits, ‘-’.")
@click.option("--seats", required=True, type=int, help="How many devices may be in use.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day, in UTC.")
@click.option("--feature", "features", multiple=True, help="What it opens. May be given several times.")
@click.option("--version", "number", required=True, type=int, help="Higher than that of the school's last.")
@click.option("--key", help="The publisher key that signs, if there are several.")
@click.option("--out", required=True, type=FILE, help="The file to write.")
@keys_option
def issue_command(
    *,
    tenant: str,
    seats: int,
    until: datetime,
    features: tuple[str, ...],
    number: int,
    key: str | None,
    out: Path,
    folder: Path | None,
) -> None:
    """Write a licence, signed by a key of this computer."""
    signing = keyring(folder).signing_key(key)
    if out.exists():
        raise UserError(f"{out} is there already; choose another name for --out")
    data = issue(
        signing,
        tenant_id=tenant,
        seats=seats,
        valid_until=until.date(),
        features=features,
        license_version=number,
    )
    write_whole(out, data)
    click.echo(f"{out}: the school needs your public key once: {signing.public.text}")


@licence_command.command("verify")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@keys_option
def verify_command(file: Path, as_json: bool, folder: Path | None) -> None:
    """Say what the licence in FILE allows, if its signature is of somebody whom this computer trusts."""
    publishers = keyring(folder).publishers()
    licence = read_licence(_data(file), publishers)
    found = standing(licence, _today())
    if as_json:
        fields = {**licence.as_json(), "issuer": publishers[licence.issuer], "state": found.state}
        click.echo(json.dumps({**fields, "days_left": found.days_left}, indent=2))
        return
    features = ", ".join(sorted(licence.features)) or "nothing"
    days = "1 day" if found.days_left == 1 else f"{found.days_left} days"
    click.echo(
        f"{licence.tenant_id}, version {licence.license_version}: {licence.seats} devices, opens {features},"
        f" until {licence.valid_until}: {STATES[found.state].format(days=days)};"
        f" signed by {publishers[licence.issuer]}"
    )


@licence_command.command("show")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the school's accounts and results are, if not in this user's data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show_command(data: Path | None, as_json: bool) -> None:
    """Say which licence this school has, what it is worth today, and how many devices use it."""
    folder = data or default_folder()
    if not (folder / DATABASE).exists():
        raise UserError(f"there is no school in {folder}; name its folder with --data")
    with opened(folder) as companion:
        school, used = held(companion), companion.database.read(seats.used)
    licence, found = school.licence, school.standing
    if as_json:
        fields = licence.as_json() if licence else {}
        fields |= {"state": found.state, "days_left": found.days_left, "used": used}
        click.echo(json.dumps({**fields, "clock_behind": school.behind}, indent=2))
        return
    click.echo(_shown(licence, found, used))
    if school.behind:
        click.echo("The clock of this computer shows a day that has long been; put it right.", err=True)


def _shown(licence: Licence | None, found: Standing, used: int) -> str:
    if licence is None:
        changed = "the licence was changed in the database, so it counts for nothing; put it in again"
        return changed if found.state == "over" else "no licence; everything is open without one"
    features = ", ".join(sorted(licence.features)) or "nothing"
    days = "1 day" if found.days_left == 1 else f"{found.days_left} days"
    return (
        f"{licence.tenant_id}, version {licence.license_version}: {used} of {licence.seats} devices,"
        f" opens {features}, until {licence.valid_until}: {STATES[found.state].format(days=days)}"
    )


def _data(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from error


def _today() -> date:
    return datetime.now(UTC).date()
