"""The settings: defaults that work, and a production that does not start half set up."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import config
from config import Config, ConfigError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "ROOT", tmp_path)


def test_without_any_setting_it_runs_on_this_machine(tmp_path: Path) -> None:
    made = Config.from_env({})
    assert made.public_url == "http://127.0.0.1:8000"
    assert made.host == "127.0.0.1:8000"
    assert made.database_url == f"sqlite:///{tmp_path}/instance/declare.db"
    assert made.migration_url == made.database_url
    assert not made.production


def test_the_port_is_part_of_the_default_address() -> None:
    assert Config.from_env({"PORT": "9001"}).public_url == "http://127.0.0.1:9001"


def test_a_secret_of_its_own_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = Config.from_env({}).secret_key
    assert len(first) >= 48
    assert Config.from_env({}).secret_key == first
    assert (tmp_path / "instance" / "secret.key").stat().st_mode & 0o077 == 0


def test_https_is_a_production_and_needs_its_secret() -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        Config.from_env({"PUBLIC_URL": "https://ikrar.example"})
    made = Config.from_env({"PUBLIC_URL": "https://Ikrar.Example/", "SECRET_KEY": "s" * 40})
    assert made.production
    assert made.host == "ikrar.example"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_address_names_its_driver(scheme: str) -> None:
    made = Config.from_env({"DATABASE_URL": f"{scheme}://a@b/c", "MIGRATION_URL": ""})
    assert made.database_url == "postgresql+psycopg://a@b/c"
    assert made.migration_url == made.database_url


@pytest.mark.parametrize(
    "setting",
    [
        {"PORT": "http"},
        {"PORT": "0"},
        {"PORT": "65536"},
        {"PUBLIC_URL": "ikrar.example"},
        {"PUBLIC_URL": "ftp://ikrar.example"},
        {"PUBLIC_URL": "https://ikrar.example/under"},
        {"PUBLIC_URL": "https://ikrar.example#under"},
        {"PUBLIC_URL": "https://ikrar.example?"},
        {"PUBLIC_URL": "https://user:word@ikrar.example"},
        {"PUBLIC_URL": "https://:443"},
        {"PUBLIC_URL": "http://ikrar.example:65536"},
        {"PUBLIC_URL": "http://[::1"},
        {"TRUSTED_PROXIES": "-1"},
        {"TRUSTED_PROXIES": "11"},
        {"TRUSTED_PROXIES": "²"},
        {"TRUSTED_PROXIES": "10.0.0.1"},
        {"TIMESTAMP_URL": "tsa.example"},
        {"TIMESTAMP_URL": "ftp://tsa.example"},
        {"TIMESTAMP_URL": "https:///tsa"},
    ],
)
def test_a_setting_that_cannot_be_used_is_named(setting: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=next(iter(setting))):
        Config.from_env(setting)


def test_there_is_a_timestamp_authority_only_where_one_is_named() -> None:
    assert Config.from_env({}).timestamp_url == ""
    url = "https://tsa.example/tsr"
    assert Config.from_env({"TIMESTAMP_URL": url}).timestamp_url == url


def test_no_proxy_is_trusted_that_is_not_named() -> None:
    assert Config.from_env({}).trusted_proxies == 0
    assert Config.from_env({"TRUSTED_PROXIES": ""}).trusted_proxies == 0
    assert Config.from_env({"TRUSTED_PROXIES": "2"}).trusted_proxies == 2


def test_nothing_changes_it_afterwards() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config.from_env({}).port = 1  # type: ignore[misc]
