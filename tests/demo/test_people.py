from __future__ import annotations

from random import Random

from declare.core import name, region
from declare.core.office import Office
from declare.demo.names import Names
from declare.demo.people import Cast, Fate, Person, Size

VOTES = [vote for vote in region.voted_2020().values() if vote.province == "Jawa Timur"]
SIZE = Size(registered=140, present=136, signed=130)


def invented(seed: int) -> list[Person]:
    random = Random(seed)
    return Cast(random, Names(random)).invent(VOTES, SIZE)


def test_the_same_seed_gives_the_same_people() -> None:
    assert invented(1) == invented(1)
    assert invented(1) != invented(2)


def test_numbers_are_exact_whatever_chance_says() -> None:
    for seed in range(30):
        people = invented(seed)
        assert len(people) == SIZE.registered
        assert sum(person.fate >= Fate.PRESENT for person in people) == SIZE.present
        assert sum(person.fate is Fate.SIGNED for person in people) == SIZE.signed


def test_nobody_is_there_twice() -> None:
    people = invented(3)
    assert len({name.key(person.full_name.name) for person in people}) == len(people)


def test_one_of_them_is_the_worst_case_for_paper() -> None:
    worst = max(invented(4), key=lambda person: len(person.position))
    assert worst.position.startswith("Pelaksana Tugas Kepala Badan Kepegawaian dan Pengembangan")
    assert len(name.printed(*worst.full_name)) > 60


def test_a_pilgrims_title_stands_only_where_it_is_usual() -> None:
    names = Names(Random(5))
    titles = {names.person("Papua Barat", Office.REGIONAL_HEAD).front_title for _ in range(200)}
    papuan = {names.person("Papua", Office.REGIONAL_HEAD) for _ in range(200)}
    assert {"", "Drs."} <= titles
    assert not [one for one in papuan if "Rumbiak" in one.name and "H" in one.front_title]
    eastern = {names.person("Jawa Timur", Office.REGIONAL_HEAD).front_title for _ in range(200)}
    assert "H." in eastern
