"""`knapsack keys`: the keys that sign packs, open what is sealed, and are trusted."""

from __future__ import annotations

import json
from pathlib import Path

import click

from builder.packs.keyring import Keyring, default_folder, given_key
from builder.packs.keys import PublicKey, is_key_text
from builder.problems import UserError

FOLDER = click.Path(path_type=Path, file_okay=False)
keys_option = click.option(
    "--keys", "folder", type=FOLDER, help="Where the keys are, if not in their usual place."
)


def keyring(folder: Path | None) -> Keyring:
    """Return the keys in a folder, or this user's."""
    return Keyring(folder or default_folder())


@click.group("keys")
def keys_command() -> None:
    """Make keys, list them, and trust those of others."""


@keys_command.command("new")
@click.argument("name")
@click.option(
    "--school", is_flag=True, help="A key that opens private tests, instead of one that signs packs."
)
@keys_option
def new_command(name: str, school: bool, folder: Path | None) -> None:
    """Make a key called NAME and print the public half, which is for others."""
    key = keyring(folder).new(name, "school" if school else "publisher").public
    click.echo(key.text)


@keys_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the keys as JSON.")
@keys_option
def list_command(as_json: bool, folder: Path | None) -> None:
    """List this computer's own keys and those of others that it knows, public halves only."""
    found = list(keyring(folder).named())
    if as_json:
        click.echo(json.dumps([_as_json(*each) for each in found], indent=2))
        return
    if not found:
        click.echo("There are no keys here. keys new makes one, keys trust keeps another's.", err=True)
    for name, key, own in found:
        click.echo(f"{name}  {'own' if own else 'trusted'} {key.kind}  {key.fingerprint}\n  {key.text}")


@keys_command.command("trust")
@click.argument("key")
@click.option("--name", help="What to call it here. By default the name of the file, or its fingerprint.")
@keys_option
def trust_command(key: str, name: str | None, folder: Path | None) -> None:
    """Trust a publisher's KEY, a text or a file: its packs may be installed. Keeps a school's key too."""
    given = given_key(key)
    called = name or (f"{given.kind}-{given.fingerprint[:9]}" if is_key_text(key) else Path(key).stem)
    keyring(folder).trust(called, given)
    use = "its packs may be installed" if given.kind == "publisher" else "pack --seal-to takes this name"
    click.echo(f"{called}, {given.kind} {given.fingerprint}: {use}")


@keys_command.command("distrust")
@click.argument("name")
@keys_option
def distrust_command(name: str, folder: Path | None) -> None:
    """Drop the key of another that is called NAME."""
    keyring(folder).distrust(name)
    click.echo(f"{name} is not trusted any more; what is installed stays")


@keys_command.command("export")
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
@keys_option
def export_command(name: str, out: Path | None, folder: Path | None) -> None:
    """Print the public half of the key called NAME, to give to others."""
    texts = [key.text for called, key, _ in keyring(folder).named() if called == name]
    if not texts:
        raise UserError(f"there is no key {name}; knapsack keys list shows which there are")
    if out is None:
        click.echo("\n".join(texts))
        return
    if len(texts) > 1:
        raise UserError(f"{name} is more than one key; leave out --out and copy the right one")
    try:
        out.write_text(f"{texts[0]}\n", encoding="ascii")
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}") from error


def _as_json(name: str, key: PublicKey, own: bool) -> dict[str, str | bool]:
    return {"name": name, "kind": key.kind, "own": own, "fingerprint": key.fingerprint, "key": key.text}
