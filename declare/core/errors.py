"""The base of every refusal in `declare.core`."""


class CoreError(ValueError):
    """Input that the rules refuse; its text is a short English fact or code, never user data."""
