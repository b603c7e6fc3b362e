"""`flask --app wsgi audit LOG-URL`: checks a published log from any machine.

It downloads files only and trusts no statement of the site about them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from declare.core import audit as audits
from declare.core import roster as rosters
from declare.core.audit import Finding, Log, Refuted
from declare.core.cosignature import Witness
from declare.core.entries import Close
from declare.core.errors import CoreError
from declare.core.note import Verifier
from declare.core.roster import Seated
from declare.outside.site import Listing, Site, printable, verifier


@dataclass(frozen=True)
class References:
    """What the auditor has from other sources, for the log to be compared with."""

    key: Verifier | None = None
    witnesses: tuple[Witness, ...] = ()
    since: str | None = None
    payloads: list[bytes] | None = None
    roster: list[Seated] | None = None


def examine(site: Site, references: References) -> Iterator[Finding]:
    """Yield all findings, up to the one that makes further checks pointless."""
    try:
        yield from _examine(site, references)
    except Refuted as error:
        yield Finding("log", str(error), refutes=True)


def _examine(site: Site, references: References) -> Iterator[Finding]:
    listing, key = _keys(site, references)
    yield _key_source(listing, key, references)
    signed = site.checkpoint()
    head = audits.head(signed, key, key.name)
    yield Finding("checkpoint", f"size {head.size}, signed by the log")
    log = Log(key.name, site.entries(head.size))
    yield audits.whole(log, head)
    yield from _counted(log)
    yield from audits.figures(log, listing.announced if listing else ())
    if references.since is not None:
        yield audits.since(log, references.since, key)
    notes = _notes(site, log, listing) | {head.size: signed}
    listed = listing.witnesses if listing else ()
    yield from audits.cosigned(log, key, notes, listed, references.witnesses)
    yield from _unconfirmed_witnesses(listing, references)
    yield from _people(log, references)


def _keys(site: Site, references: References) -> tuple[Listing | None, Verifier]:
    """Return the log's listing and key. A mirror needs no declare.json if the key was given."""
    if references.key is None:
        listing = site.listing()
        key = verifier(listing.vkey)
        if key.name != site.origin:
            raise Refuted(f"the site signs {site.origin} with a key of {key.name}")
        return listing, key
    try:
        return site.listing(), references.key
    except Refuted:
        return None, references.key


def _key_source(listing: Listing | None, key: Verifier, references: References) -> Finding:
    if references.key is None:
        vkey = listing.vkey if listing else ""
        return Finding("key", f"{vkey} is from the site: not independent")
    if listing is not None and verifier(listing.vkey).public_key != key.public_key:
        return Finding("key", f"the site names another one: {listing.vkey}", refutes=True)
    return Finding("key", f"given to this audit, for {key.name}")


def _counted(log: Log) -> Iterator[Finding]:
    """Yield the tally in figures, for comparison with other statements."""
    opening, closing, tally = log.state.opening, log.state.closing, log.state.tally
    if opening is not None:
        yield Finding("entries", f"all {log.size} follow the rules; purpose {opening.purpose}")
        yield Finding("statement", f"SHA-256 {opening.statement}")
    ended = f"closed {_moment(closing.time)} at {closing.signed}" if closing else "not closed yet"
    yield Finding("signed", f"{tally.signed}; {ended}")
    yield Finding("by office", _listed(tally.by_office))
    yield Finding("by province", _listed(tally.by_province))


def _notes(site: Site, log: Log, listing: Listing | None) -> dict[int, str]:
    """Download, by size, the notes that witnesses may cosign: of the close and of figures."""
    sizes = {index + 1 for index, entry in enumerate(log.entries) if isinstance(entry, Close)}
    sizes |= {figure.size for figure in (listing.announced if listing else ())}
    return {size: site.checkpoint(size) for size in sizes if 0 < size < log.size}


def _unconfirmed_witnesses(listing: Listing | None, references: References) -> Iterator[Finding]:
    given = {witness.name for witness in references.witnesses}
    for name, place in listing.places.items() if listing else ():
        if name not in given:
            text = f"the key of {name} is from the site: not independent. Compare it with {place}"
            remark = listing.remarks[name] if listing else ""
            yield Finding("witnesses", f"{text}; {remark}" if remark else text)


def _people(log: Log, references: References) -> Iterator[Finding]:
    if references.payloads is not None:
        people, findings = rosters.match(log, references.payloads)
        yield Finding("payloads", f"{len(people)} of {len(log.state.standing)} pledges have one")
        yield from findings
        yield from rosters.doubles(log, people)
        if references.roster is not None:
            yield from rosters.against(log, people, references.roster)
        return
    if references.roster is not None:
        yield from rosters.seats(log, references.roster)
    crowded = audits.crowded(log)
    yield Finding("seats", f"{len(crowded)} were pledged more than once")
    for (region, office), indexes in crowded.items():
        places = ", ".join(map(str, indexes))
        yield Finding("seats", f"{region} {office}: entries {places}")


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {number}" for code, number in numbers.items()) or "none"


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return f"at second {seconds}"


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("audit")
@click.argument("url", metavar="LOG-URL")
@click.option("--vkey", help="The log's key, known from elsewhere; else the site's own word.")
@click.option("--witness", "witnesses", multiple=True, help="A witness's key: it must have signed.")
@click.option("--since", type=_FILE, help="A checkpoint kept from before.")
@click.option("--payloads", type=_FILE, help="The payloads, in hexadecimal, one a line.")
@click.option("--roster", type=_FILE, help="CSV: name, position, office, region.")
def command(**options: object) -> None:
    """Check a published log: the `url` of a log in declare.json.

    Downloads it, holds every entry against the rules, and recomputes root, tallies, announced
    figures and cosignatures. Exit status: 0 if nothing refutes what is published, 1 if something
    does or it cannot be had, 2 for a wrong call.
    """
    url = str(options.pop("url")).rstrip("/")
    findings = list(examine(Site(url), _references(**options)))  # type: ignore[arg-type]
    for finding in findings:
        mark = "REFUTED " if finding.refutes else "        "
        click.echo(f"{mark}{finding.subject:<12}{printable(finding.text)}")
    refuted = sum(finding.refutes for finding in findings)
    click.echo(f"{refuted} findings refute what is published." if refuted else "Nothing refutes.")
    sys.exit(1 if refuted else 0)


def _references(
    vkey: str | None,
    witnesses: tuple[str, ...],
    since: Path | None,
    payloads: Path | None,
    roster: Path | None,
) -> References:
    try:
        return References(
            verifier(vkey) if vkey is not None else None,
            tuple(map(Witness, witnesses)),
            since.read_text("utf-8") if since else None,
            rosters.read_payloads(payloads.read_text("utf-8")) if payloads else None,
            rosters.read_roster(roster.read_text("utf-8-sig")) if roster else None,
        )
    except (CoreError, UnicodeDecodeError) as error:
        raise click.UsageError(f"What was given cannot be read: {error}") from None
