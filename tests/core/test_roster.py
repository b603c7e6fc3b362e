"""Rosters and lists of payloads, as files that people hand in."""

import pytest

from declare.core import roster
from declare.core.roster import RosterError, Seated

HEAD = "name,position,office,region\n"


def test_a_roster_is_read_by_the_names_of_its_columns():
    text = 'region,no,name,office,position\n12.06,1,"Marlina, S.E.", regional_head,Bupati\n'
    assert roster.read_roster(text) == [Seated("Marlina, S.E.", "Bupati", "regional_head", "12.06")]


def test_a_short_row_has_empty_values():
    assert roster.read_roster(HEAD + "A\n") == [Seated("A", "", "", "")]
    assert roster.read_roster(HEAD) == []


@pytest.mark.parametrize("text", ["", "name,office\nA,b\n", HEAD + '"A,b\n'])
def test_what_is_no_roster_is_refused(text):
    with pytest.raises(RosterError):
        roster.read_roster(text)


def test_payloads_are_hexadecimal_one_a_line():
    assert roster.read_payloads("00ff\n\nAB\n") == [b"\x00\xff", b"\xab"]
    with pytest.raises(RosterError, match="line 2"):
        roster.read_payloads("00\nxyz\n")
