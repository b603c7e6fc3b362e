"""static/saksi.html, judged without Node: what it is made of, and what it holds."""

from __future__ import annotations

import base64
import hashlib
import re

from config import ROOT

FILE = ROOT / "static" / "saksi.html"
PAGE = FILE.read_text("utf-8")
LARGEST = 150_000
SHA_256 = hashlib.sha256(FILE.read_bytes()).hexdigest()


def test_its_sha_256_is_the_published_one() -> None:
    assert (ROOT / "static" / "saksi.html.sha256").read_text() == f"{SHA_256}  saksi.html\n"
    groups = " ".join(re.findall("....", SHA_256))
    assert groups in " ".join((ROOT / "CHANGELOG.md").read_text("utf-8").split())


def test_it_was_built_from_the_sources_that_are_here() -> None:
    lines = (ROOT / "assets" / "saksi" / "sources.sha256").read_text().splitlines()
    named = dict(line.split("  ")[::-1] for line in lines)
    assert named == {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in named}
    modules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("assets/saksi/*.mjs")}
    assert modules | {"package-lock.json", "assets/saksi/page.html"} <= set(named)


def test_it_needs_nothing_else_and_may_load_nothing_else() -> None:
    assert len(PAGE.encode()) < LARGEST
    assert not re.search(r"""\b(src|action|srcset)\s*=\s*["'\w]|@import|url\(|\bimport\(""", PAGE)
    assert not re.search(r"<(link|iframe|object|embed|img|base)\b", PAGE)
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', PAGE)
    directives = dict(each.split(" ", 1) for each in policy.split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'{hashed('script')}'",
        "style-src": f"'{hashed('style')}'",
        "connect-src": "https: http:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def hashed(element: str) -> str:
    """The hash by which a policy allows the one element of this name."""
    [content] = re.findall(f"<{element}>(.*?)</{element}>", PAGE, re.S)
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
