"""Upload field for a picture, which is decoded and re-encoded during validation."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, Form
from wtforms.validators import ValidationError

from declare.errors import Invalid
from declare.events import pictures


class PictureField(FileField):
    """PNG, JPEG or WebP upload; `drawn` is the re-encoded picture of a valid form, or None."""

    drawn: pictures.Drawn | None = None

    def pre_validate(self, form: Form) -> None:
        """Decode and re-encode the upload; a fault becomes the field's error."""
        file = self.data
        if not isinstance(file, FileStorage) or not file.filename:
            return
        try:
            self.drawn = pictures.draw(file.stream.read(pictures.LARGEST_FILE + 1))
        except Invalid as fault:
            raise ValidationError(str(fault)) from None


def picture(label: Any) -> PictureField:
    """Upload field for a picture."""
    return PictureField(label)


def drawn(field: Field) -> pictures.Drawn | None:
    """The re-encoded picture of a validated field, or None."""
    return field.drawn if isinstance(field, PictureField) else None
