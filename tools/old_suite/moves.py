"""What of the first house is where in the second, as `moves.json` lists it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FIRST_HOUSE = "d232470"
"""The last commit before the move."""

_LISTED: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

MODULES: dict[str, str] = _LISTED["modules"]
"""Old module to new module, without `declare`."""
STAYED: frozenset[str] = frozenset(_LISTED["stayed"])
"""Modules that are where they were, even if some of their names are not."""
NAMES: dict[str, str] = _LISTED["names"]
"""`module:name` of what moved to another module or is called otherwise now."""
TEMPLATES: dict[str, str] = _LISTED["templates"]
TESTS: dict[str, str] = _LISTED["tests"]
"""Files and folders of tests."""
