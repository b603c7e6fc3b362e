"""A picture in a form: read and drawn anew while the form is checked."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, Form
from wtforms.validators import ValidationError

from declare.errors import Invalid
from declare.events import pictures


class PictureField(FileField):
    """A PNG, JPEG or WebP; after validation `drawn` is the picture, or None if there was none."""

    drawn: pictures.Drawn | None = None

    def pre_validate(self, form: Form) -> None:
        """Draw what was sent; the fault becomes the field's error."""
        file = self.data
        if not isinstance(file, FileStorage) or not file.filename:
            return
        try:
            self.drawn = pictures.draw(file.stream.read(pictures.LARGEST_FILE + 1))
        except Invalid as fault:
            raise ValidationError(str(fault)) from None


def picture(label: Any) -> PictureField:
    """A picture to be uploaded."""
    return PictureField(label)


def drawn(field: Field) -> pictures.Drawn | None:
    """The picture of a validated field."""
    return field.drawn if isinstance(field, PictureField) else None
