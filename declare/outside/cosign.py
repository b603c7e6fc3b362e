"""`flask --app wsgi cosign LOG-URL --key FILE`: a witness checks a log and cosigns its checkpoint.

The printed line is pasted on the event's page for witnesses, or sent to the organiser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from declare.core import audit as audits
from declare.core import cosignature, note
from declare.core.audit import Log, Refuted
from declare.core.entries import Close
from declare.core.errors import CoreError
from declare.core.note import Checkpoint, Verifier
from declare.outside.site import Site, printable, verifier
from declare.outside.witness import Memory, WitnessKey


@dataclass(frozen=True)
class Signed:
    """A witness's line, the checkpoint that it cosigns, and the log that was checked."""

    checkpoint: Checkpoint
    log: Log
    line: str


def cosign(site: Site, key: WitnessKey, memory: Memory, given: Verifier | None, at: int) -> Signed:
    """Cosign the closing checkpoint, or the latest of an open log; `at` is in POSIX seconds.

    Raises Refuted for a log that breaks a rule or departs from what was cosigned before.
    """
    log_key = _log_key(site, memory, given)
    signed = site.checkpoint()
    latest = audits.head(signed, log_key, log_key.name)
    log = Log(log_key.name, site.entries(latest.size))
    finding = audits.whole(log, latest)
    if finding.refutes:
        raise Refuted(finding.text)
    _refuse_fork(log, memory, log_key)
    size = _size(log)
    chosen = (
        latest if size == latest.size else audits.head(site.checkpoint(size), log_key, log.origin)
    )
    if chosen.size != size or audits.departure(log, chosen):
        raise Refuted(audits.departure(log, chosen) or f"checkpoint {size} is another one")
    memory.store(log.origin, note.vkey(log_key.name, log_key.public_key), signed)
    return Signed(chosen, log, cosignature.line(chosen.text(), key.name, key.key, at))


def _log_key(site: Site, memory: Memory, given: Verifier | None) -> Verifier:
    """Return the log's key: the remembered one, else the given one, else the site's own."""
    remembered = memory.logs.get(given.name if given else site.origin)
    key = verifier(remembered["vkey"]) if remembered else given or verifier(site.listing().vkey)
    if given and given.public_key != key.public_key:
        raise Refuted("the log had another key when it was cosigned before")
    if given is None and key.name != site.origin:
        raise Refuted(f"the site signs {site.origin} with a key of {key.name}")
    return key


def _refuse_fork(log: Log, memory: Memory, log_key: Verifier) -> None:
    remembered = memory.logs.get(log.origin)
    if remembered:
        finding = audits.since(log, remembered["note"], log_key)
        if finding.refutes:
            raise Refuted(finding.text)


def _size(log: Log) -> int:
    """Return the size of the closing checkpoint, or of the latest while signing is open."""
    closings = (place for place, entry in enumerate(log.entries, 1) if isinstance(entry, Close))
    return next(closings, log.size)


@click.command("cosign")
@click.argument("url", metavar="LOG-URL")
@click.option(
    "--key",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The witness's key; made if it is missing and --name is given.",
)
@click.option("--name", help="Of the witness, for a new key: a domain of its own, without spaces.")
@click.option("--vkey", help="The log's key, known from elsewhere; else the site's own word.")
def command(url: str, path: Path, name: str | None, vkey: str | None) -> None:
    """Check a published log as a witness, and print the line that cosigns its checkpoint.

    What was cosigned is remembered beside the key, and a log that is no continuation of it is
    refused. Exit status: 0 with a line, 1 for a log that is refused, 2 for a wrong call.
    """
    try:
        given = verifier(vkey) if vkey is not None else None
        key, memory = WitnessKey.open(path, name), Memory.beside(path)
    except (CoreError, OSError, UnicodeDecodeError) as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"Witness: {key.vkey}", err=True)
    at, remembered = int(datetime.now(UTC).timestamp()), set(memory.logs)
    try:
        signed = cosign(Site(url.rstrip("/")), key, memory, given, at)
    except Refuted as error:
        raise click.ClickException(f"Not cosigned: {printable(str(error))}") from None
    chosen, tally = signed.checkpoint, signed.log.tally(signed.checkpoint.size)
    click.echo(f"Log: {chosen.origin}, checkpoint {chosen.size}, {tally.signed} signed", err=True)
    click.echo(f"Root: {chosen.root.hex()}", err=True)
    if given is None and chosen.origin not in remembered:
        vkey = memory.logs[chosen.origin]["vkey"]
        click.echo(f"Key: {vkey} is from the site: not independent. Compare it.", err=True)
    click.echo(signed.line, nl=False)
