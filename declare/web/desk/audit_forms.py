"""The filters of the audit log, which stand in the page's address: codes, public ids and days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField

from declare.accounts.audit_log import Filters
from declare.accounts.models import Account
from declare.core.moment import Zone


class AuditFilterForm(FlaskForm):
    """Narrows the log. It is sent by GET and needs no token."""

    class Meta:
        csrf = False

    apa = SelectField(_l("Kegiatan"))
    akun = SelectField(_l("Akun"))
    dari = DateField(_l("Dari tanggal"))
    sampai = DateField(_l("Sampai tanggal"))

    def offer(self, acts: Mapping[str, str], accounts: Iterable[Account]) -> None:
        """Fill the choices with what occurs in the log."""
        everything = ("", _l("Semua"))
        words = sorted(acts.items(), key=lambda act: act[1])
        self.apa.choices = [everything, *words]
        self.akun.choices = [everything, *((each.public_id, each.name) for each in accounts)]


def filters(values: Mapping[str, str], zone: Zone) -> Filters:
    """The filters of an address; a day that cannot be read is left out."""
    return Filters(
        act=values.get("apa", "")[:60],
        account=values.get("akun", "")[:22],
        since=_begins(values.get("dari", ""), zone),
        until=_begins(values.get("sampai", ""), zone, later=1),
    )


def address(values: Mapping[str, str]) -> dict[str, str]:
    """The filters that were used, as values of an address."""
    return {name: values[name] for name in ("apa", "akun", "dari", "sampai") if values.get(name)}


def _begins(day: str, zone: Zone, later: int = 0) -> datetime | None:
    """When a day, or one so many days later, begins in the zone; None if it cannot be read."""
    try:
        read = date.fromisoformat(day)
        midnight = datetime.combine(read + timedelta(days=later), time(), zone.offset)
        return midnight.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
