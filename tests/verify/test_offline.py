"""Certificates without their site: the corpus, in Python and by both commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from declare.core import token as tokens
from declare.keys import Keyring
from declare.verify import cli_io, offline
from declare.verify.keyset import KeySet, KeySetError
from declare.verify.offline import Finding, Reading, Result
from tests.corpus import tokens as corpus

KEYS = KeySet.read(json.dumps(corpus.jwks()).encode())
CASES = list(corpus.cases())
DIGITS = tokens.digits(corpus.GOOD)


def found(text: str, keys: KeySet = KEYS) -> Result:
    return offline.examine(offline.read(text), keys)


def failed(result: Result) -> list[str]:
    return [check.name for check in result.checks if not check.passed]


def test_the_corpus_gets_its_verdicts() -> None:
    assert len(CASES) > 1500
    assert len({case.text for case in CASES}) == len(CASES)
    wrong = [
        (case.what, case.verdict, result.finding, result.checks)
        for case in CASES
        if (result := found(case.text)).finding != case.verdict
    ]
    assert wrong == []


def test_what_is_good_says_whom_it_names_and_what_was_checked() -> None:
    result = found(corpus.QR)
    assert result.payload is not None
    assert (result.payload.name, result.payload.position) == corpus.NAMED
    assert result.code == corpus.CODE
    assert [check.name for check in result.checks] == [
        *("form", "address", "host", "key", "signature")
    ]


@pytest.mark.parametrize(
    ("what", "check"),
    [
        ("name changed", ["signature"]),
        ("signature of another key", ["signature"]),
        ("address of another host", ["address"]),
        ("address with another code", ["address"]),
        ("unknown kid", ["key"]),
        ("another host", ["host"]),
        ("another instance", ["host", "key"]),
        ("content of another host", ["address", "host"]),
        ("content: trailing byte", ["form"]),
        ("a code alone", ["form"]),
    ],
)
def test_a_refusal_names_its_reason(what: str, check: list[str]) -> None:
    (case,) = (case for case in CASES if case.what == what)
    assert failed(found(case.text)) == check


def test_keys_of_no_known_host_are_held_against_the_address_only() -> None:
    keys = KeySet(KEYS.keys, None)
    (case,) = (case for case in CASES if case.what == "another host")
    assert found(case.text, keys).finding is Finding.AUTHENTIC
    assert found(case.text.replace("https://lain", "https://ikrar"), keys).finding == "mismatch"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("0123-4567-89af", Reading(code=corpus.CODE)),
        ("0123-4567-89AG", Reading()),
        ("http://ikrar.test/v/0123456789AF", Reading("ikrar.test", corpus.CODE)),
        ("ikrar.test/v/0123456789AF?lang=en", Reading("ikrar.test", corpus.CODE)),
        ("https://ikrar.test:81/v/x#isi", Reading("ikrar.test:81")),
        ("https://ikrar.test/v/x#7", Reading("ikrar.test", None, b"")),
        ("ftp://ikrar.test/v/0123456789AF#7", Reading()),
        (DIGITS, Reading(token=corpus.GOOD)),
    ],
)
def test_reading(text: str, reading: Reading) -> None:
    assert offline.read(text) == reading


@given(st.text())
def test_any_text_gets_a_verdict(text: str) -> None:
    assert found(text).finding is Finding.UNKNOWN


@given(st.binary(max_size=1300))
def test_any_token_gets_a_verdict(data: bytes) -> None:
    assert offline.examine(Reading(token=data), KEYS).finding is Finding.MISMATCH
    assert found(corpus.address(data)).finding is Finding.MISMATCH


def without(jwks: dict[str, Any], **values: Any) -> dict[str, Any]:
    first, *rest = jwks["keys"]
    return jwks | {"keys": [first | values, *rest]}


@pytest.mark.parametrize(
    ("jwks", "fact"),
    [
        ([], "form"),
        ({}, "keys"),
        ({"keys": []}, "keys"),
        ({"keys": [7]}, "kty"),
        (corpus.jwks() | {"host": 7}, "host"),
        (without(corpus.jwks(), kty="EC"), "kty"),
        (without(corpus.jwks(), crv="X25519"), "kty"),
        (without(corpus.jwks(), x="AAAA"), "x"),
        (without(corpus.jwks(), x="é"), "base64url"),
        (without(corpus.jwks(), kid="AAAAAA"), "kid"),
        (without(corpus.jwks(), kid=None), "kid"),
    ],
)
def test_what_is_no_key_set(jwks: Any, fact: str) -> None:
    with pytest.raises(KeySetError, match=f"^{fact}$"):
        KeySet.read(json.dumps(jwks).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json(data: bytes) -> None:
    with pytest.raises(KeySetError, match=r"^form$"):
        KeySet.read(data)


def test_keys_of_an_instance_are_read_and_never_made(tmp_path: Path) -> None:
    with pytest.raises(KeySetError, match=r"^none$"):
        KeySet.open(tmp_path / "keys", None)
    assert list(tmp_path.iterdir()) == []
    ring = Keyring.open(tmp_path / "keys")
    keys = KeySet.open(tmp_path / "keys", "ikrar.test")
    for purpose, sample in (("live", False), ("sample", True)):
        key = ring.certificate(purpose).public_key()
        assert keys.keys[tokens.kid(key)].sample is sample
    (tmp_path / "keys" / "certificate.key").write_text("no key")
    with pytest.raises(KeySetError, match=r"^certificate\.key$"):
        KeySet.open(tmp_path / "keys", None)


Command = Callable[..., tuple[int, str]]


def alone(*words: str, **settings: str) -> tuple[int, str]:
    """`python -m declare.verify`, in an environment that says nothing else."""
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "declare.verify", *words],
        env=told | settings,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout or done.stderr


@pytest.fixture
def jwks(tmp_path: Path) -> str:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(corpus.jwks()))
    return str(path)


@pytest.fixture(params=["alone", "flask"])
def command(request: pytest.FixtureRequest, app: Flask, jwks: str) -> Command:
    """Both commands, with keys from a file."""
    if request.param == "alone":
        return lambda *words: alone(*words, "--keys", jwks)

    def run(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=["verify", *words, "--keys", jwks])
        return done.exit_code, done.output

    return run


def test_a_command_answers_in_json(command: Command, tmp_path: Path) -> None:
    token, text = tmp_path / "sertifikat.cwt", tmp_path / "qr.txt"
    token.write_bytes(corpus.GOOD)
    text.write_text(corpus.QR + "\n")
    for source in (corpus.QR, DIGITS, str(token), str(text)):
        status, output = command(source)
        said = json.loads(output)
        assert (status, said["verdict"], said["code"]) == (0, "authentic", corpus.CODE)
        assert set(said["checks"][0]) == {"name", "passed", "detail"}
        assert all(check["passed"] for check in said["checks"])


def test_a_command_refuses_by_its_exit_status(command: Command, tmp_path: Path) -> None:
    damaged = tmp_path / "sertifikat.cwt"
    damaged.write_bytes(corpus.GOOD[:-1])
    bad = {
        corpus.QR.replace(corpus.HOST, "lain.test"): "mismatch",
        str(damaged): "mismatch",
        corpus.CODE: "unknown",
        str(tmp_path / "missing"): "unknown",
        "": "unknown",
    }
    for source, verdict in bad.items():
        status, output = command(source)
        assert (status, json.loads(output)["verdict"]) == (1, verdict)


def test_a_sample_is_good_for_what_it_is() -> None:
    assert {verdict: cli_io.status(verdict) for verdict in Finding} == {
        "authentic": 0,
        "sample": 0,
        "mismatch": 1,
        "unknown": 1,
    }


def test_alone_it_takes_the_keys_of_keys_dir(tmp_path: Path) -> None:
    ring = Keyring.open(tmp_path)
    text = corpus.address(corpus.signed(corpus.CLAIMS, ring.certificate("live")))
    status, output = alone(text, KEYS_DIR=str(tmp_path), PUBLIC_URL=corpus.BASE)
    assert (status, json.loads(output)["verdict"]) == (0, "authentic")
    status, output = alone(text, KEYS_DIR=str(tmp_path), PUBLIC_URL="https://lain.test")
    assert (status, json.loads(output)["verdict"]) == (1, "unknown")
    assert alone(text, KEYS_DIR=str(tmp_path / "none")) == (2, "KeySetError: none\n")


def test_alone_it_loads_neither_flask_nor_a_database() -> None:
    program = (
        "import sys, declare.verify.__main__; "
        "sys.exit(bool({'flask', 'sqlalchemy', 'werkzeug', 'config'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
