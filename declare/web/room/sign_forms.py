"""The form that is posted to sign."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import ValidationError

from declare.core import drawing as drawings


class SigningForm(FlaskForm):
    """The signing form. It names its signer, so that no cookie decides whose pledge it is."""

    class Meta:
        csrf = False  # every POST's token has been checked before (CSRFProtect)

    # Without a label WTForms translates one for each form that it reads.
    registration = HiddenField("")
    seen = HiddenField("")
    agree = BooleanField(
        _l("Saya telah membaca dan menyetujui ikrar ini serta menandatanganinya sendiri.")
    )
    drawing = StringField("")

    @property
    def strokes(self) -> list[drawings.Stroke]:
        """The drawn signature, after the form has been validated; empty without one."""
        return drawings.read(self.drawing.data) if self.drawing.data else []

    def validate_agree(self, field: Field) -> None:
        """Refuse the form without the tick."""
        if field.raw_data != ["y"]:
            raise ValidationError(_l("Beri tanda bahwa Bapak/Ibu menyetujui ikrar ini."))

    def validate_drawing(self, field: Field) -> None:
        """Refuse data that is no drawing."""
        try:
            self.strokes  # noqa: B018
        except drawings.DrawingError:
            field.data = ""
            raise ValidationError(
                _l("Gambar tanda tangan tidak terbaca. Gambar ulang, atau kosongkan.")
            ) from None
