"""The base of every refusal in `declare.core`."""


class CoreError(ValueError):
    """The input is refused; the text is a short English fact or code, never personal data."""
