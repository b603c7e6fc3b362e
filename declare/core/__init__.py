"""The formats and rules of a declaration, as pure functions of their arguments.

Nothing in this package reads a clock, the environment or a database; it needs the standard
library, `cryptography` and `cbor2` only. An outsider can therefore import it to check what the
platform publishes without running the platform.
"""
