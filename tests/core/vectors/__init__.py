"""Published test vectors; where each comes from is in PROVENANCE.md."""

import json
from pathlib import Path
from typing import Any


def read(name: str) -> Any:
    """Return the content of a JSON file beside this one."""
    return json.loads(text(f"{name}.json"))


def text(name: str) -> str:
    """Return the content of a text file beside this one."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
