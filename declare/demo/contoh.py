"""The event to try out: open admission, with one participant that has not signed yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from declare.core import region
from declare.core.office import Office, position
from declare.events import publication, registration_window
from declare.events.models import Event
from declare.keys import Keyring
from declare.outreach import letters
from declare.pledges import signing_window
from declare.registrations import admission
from declare.registrations.intake import RegistrationData

SLUG = "contoh"
_OFFICE, _REGION = Office.REGIONAL_SECRETARY, "12.06"


def expected() -> list[str]:
    """Codes of the expected regions: every province."""
    return [province.code for province in region.provinces()]


def begin(session: Session, keys: Keyring, event: Event, base_url: str, now: datetime) -> None:
    """Publish the event, open registration and signing, and register the example participant."""
    publication.publish(session, event, keys, base_url, now)
    registration_window.open_registration(session, event)
    signing_window.open_signing(session, event, now)
    data = RegistrationData(
        name="Marlina",
        back_title="S.E.",
        office=_OFFICE,
        region=_REGION,
        position=position(_OFFICE, region.find(_REGION)),
        email="sekretariat@kabupaten-karo.example",
    )
    registration = admission.register(session, keys, event, data, now).registration
    if registration is not None:
        letters.send_link(session, event, registration, now)
