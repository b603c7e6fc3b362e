"""Generator of invented names: common in a province, with the titles that officials have.

Names of well-known people are left out (`not`). The same random source gives the same names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from random import Random
from typing import Any, NamedTuple

from declare.core import name as names
from declare.core.office import Office

_WOMEN = 0.26
_ALONE = 0.025
"""Share of people with one name only: 77 of 3,151 candidates of 2024."""
_TRIPLE = 0.18
_HAJJ = re.compile(r"\bHj?\.")


class FullName(NamedTuple):
    """A name in the three parts of the registration form."""

    front_title: str
    name: str
    back_title: str


class Names:
    """Generator of names without repetition. Raises LookupError when a pool is used up."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken = {names.key(name) for name in _data()["not"]}
        self._long = [FullName(**parts) for parts in _data()["long"]]

    def longest(self) -> FullName:
        """One of the two longest names that certificates have to print."""
        return self._long.pop()

    def person(self, province: str, office: Office) -> FullName:
        """Name of a holder of `office`, drawn by the frequencies of the province in 2020."""
        sex = "women" if self._random.random() < _WOMEN else "men"
        data = _data()
        people = self._weighted(data["provinces"][province])
        title = self._weighted(data["front"][sex])
        if people in data["without_hajj"]:
            title = _HAJJ.sub("", title).strip()
        name = self._new(data["pools"][people], sex)
        return FullName(title, name, self._weighted(data["degrees"][office]))

    def _new(self, pool: Mapping[str, str], sex: str) -> str:
        for _ in range(1000):
            name = self._name(pool, sex)
            if names.key(name) not in self._taken:
                self._taken.add(names.key(name))
                return name
        raise LookupError("this pool of names is used up")

    def _name(self, pool: Mapping[str, str], sex: str) -> str:
        choose = self._random.choice
        if self._random.random() < _ALONE:
            return choose(pool[f"alone_{sex}"].split())
        given = choose(pool[sex].split())
        if self._random.random() < _TRIPLE:
            second = choose(pool[sex].split())
            given = given if second == given else f"{given} {second}"
        return f"{given} {choose(_surnames(pool[f'{sex}_second']))}"

    def _weighted(self, weights: Mapping[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]


@cache
def _surnames(text: str) -> list[str]:
    """Split at white space; `br.`, `Hi.` and `Dt.` stay with the word after them."""
    words: list[str] = []
    for word in text.split():
        if words and words[-1].endswith("."):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (resources.files("declare.demo") / "names.json").read_text(encoding="utf-8")
    )
    return data
