"""Virtual neutrality declarations whose every figure an outsider can check."""

__version__ = "0.1.0"
