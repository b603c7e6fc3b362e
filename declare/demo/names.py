"""Inventing people: names as they are common in a province, with titles as officials have them.

Nobody in particular is meant. The same random source gives the same people.
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


class Called(NamedTuple):
    """A name in the three parts of the register form."""

    front_title: str
    name: str
    back_title: str


class Names:
    """A source of people, each with a name that nobody had before."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken = {names.key(name) for name in _data()["not"]}
        self._long = [Called(**parts) for parts in _data()["long"]]

    def longest(self) -> Called:
        """One of the worst cases that certificates have to print; there are two."""
        return self._long.pop()

    def person(self, province: str, office: Office) -> Called:
        """Somebody who holds `office` in a province, named as in 2020."""
        sex = "women" if self._random.random() < _WOMEN else "men"
        data = _data()
        people = self._weighted(data["provinces"][province])
        title = self._weighted(data["front"][sex])
        if people in data["without_hajj"]:
            title = _HAJJ.sub("", title).strip()
        name = self._new(data["pools"][people], sex)
        return Called(title, name, self._weighted(data["degrees"][office]))

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
    """Words, where `br.`, `Hi.` and `Dt.` belong to the word after them."""
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
