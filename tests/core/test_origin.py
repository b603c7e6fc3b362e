"""Log origins and their parts."""

import pytest

from declare.core import origin


@pytest.mark.parametrize(
    "host", ["ikrar.example", "127.0.0.1:8000", "localhost:5000", "[::1]:8000", "a_b.example"]
)
def test_an_origin_has_a_host_and_a_slug(host):
    made = origin.make(host, "gnn-asn-2020-1")
    assert made == f"{host}/log/gnn-asn-2020-1"
    assert origin.parts(made) == (host, "gnn-asn-2020-1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/log/contoh",
        "ikrar.example/log/",
        "ikrar.example/log/ab",
        "ikrar.example/log/" + "a" * 61,
        "Ikrar.example/log/contoh",
        "ikrar.example/log/Contoh",
        "ikrar.example/log/contoh\n",
        "ikrar.example/log/contoh/",
        "ikrar.example/x/contoh",
        "https://ikrar.example/log/contoh",
        "user@ikrar.example/log/contoh",
        "a+b/log/contoh",
        "a b/log/contoh",
        "a" * 256 + "/log/contoh",
        "ikrar.example/log/cont\u0663h",
    ],
)
def test_other_texts_are_no_origins(text):
    assert origin.parts(text) is None
