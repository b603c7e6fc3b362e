"""What somebody who registers has told us, already checked as text."""

from __future__ import annotations

from dataclasses import dataclass

from declare.core import name as names


@dataclass(frozen=True)
class RegistrationData:
    """The values of the registration form.

    `region` is a Kemendagri code, `phone` is E.164 and `nip` eighteen digits where there are any.
    Raises `core.name.TextError` for a name or position that no certificate could print.
    """

    name: str
    office: str
    region: str
    position: str
    front_title: str = ""
    back_title: str = ""
    acting: str = ""
    represents: str = ""
    mandate: str = ""
    agency: str = ""
    email: str = ""
    phone: str = ""
    nip: str = ""
    show_name: bool = False
    language: str = "id"

    def __post_init__(self) -> None:
        _check(self.printed_name, names.MAX_NAME)
        _check(self.position, names.MAX_POSITION)
        if not self.name_key or not self.position:
            raise names.TextError("empty")

    @property
    def printed_name(self) -> str:
        """The name as it will be printed."""
        return names.printed(self.front_title, self.name, self.back_title)

    @property
    def name_key(self) -> str:
        """What two spellings of this name share."""
        return names.key(self.name)

    @property
    def mail_domain(self) -> str:
        """The part of the address behind its @."""
        return self.email.rpartition("@")[2].lower()


def _check(text: str, max_bytes: int) -> None:
    if names.check(text, max_bytes) != text:
        raise names.TextError("form")
