"""A witness with saksi.html, from the disk: cosigns what holds, remembers it, refuses the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from declare.core import cosignature, note
from declare.core.audit import Log, Refuted
from declare.core.cosignature import Witness
from declare.core.entries import Close, Pledge, Revocation
from declare.core.entry import encode
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.ledger.models import Checkpoint
from declare.outside.witness import WitnessKey
from tests import scene
from tests.english import leftovers
from tests.factories import World
from tests.go import checker
from tests.journeys.desk import TELEPHONE
from tests.journeys.look import SEEN
from tests.journeys.tool import PASSPHRASE, Tool, publish, unlocked
from tests.ledger.witnesses import registered
from tests.outside.illegal import ILLEGAL, LATER
from tests.outside.mirror import ORIGIN, Mirror, pledge


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A telephone that keeps the file's own policy."""
    context = chromium.new_context(viewport=TELEPHONE, locale="id-ID", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def tool(page: Page, tmp_path: Path) -> Iterator[Tool]:
    """The tool, which must not run into its own policy or into a fault of its script."""
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    tool = Tool(page, tmp_path)
    tool.start()
    yield tool
    assert faults == []


def test_a_closed_event_is_cosigned_and_its_pages_name_the_witness(
    tool: Tool, made: World, address: str
) -> None:
    event = scene.over(made)
    made.session.commit()
    tool.page.clock.set_fixed_time(made.now)
    tool.start()
    vkey = tool.make_key()
    known = note.vkey(event.origin or "", made.keys.log(event.purpose).public_key())
    checkpoint = ledger.checkpoint(made.session, event.log_id or 0)
    tool.check(f"{address}/acara/{event.slug}/saksi", known)
    holds(tool, checkpoint)
    line = tool.sign()
    [found] = cosignature.read(checkpoint.note + line, [Witness(vkey)])
    assert (found.witness.name, found.time) == ("bawaslu.example", int(made.now.timestamp()))
    register(made, event, vkey)
    url = f"{address}/log/{event.slug}"
    assert "no verifiable signatures" in checker.run(url, known, vkey).stderr
    handed = hand_in(tool, line)
    named = f"Titik periksa {checkpoint.size} disaksikan oleh Badan Pengawas"
    expect(handed.get_by_text(named)).to_be_visible()
    handed.goto(f"{address}/acara/{event.slug}")
    expect(handed.get_by_text(named).first).to_be_visible()
    checked = checker.run(url, known, vkey)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert json.loads(checked.stdout)["Size"] == checkpoint.size


def holds(tool: Tool, checkpoint: Checkpoint) -> None:
    """The tool says of the event what it is."""
    said = tool.page.locator("#step-result").inner_text()
    assert f"Semua {checkpoint.size} catatan mengikuti aturan" in said
    assert "Menandatangani\n2\n" in said
    assert "tidak independen" not in said
    assert said.replace("\n", "").count(checkpoint.root.hex()) == 1


def register(made: World, event: Event, vkey: str) -> None:
    registered(made, event, vkey)
    made.session.commit()


def hand_in(tool: Tool, line: str) -> Page:
    """Send the line on the page that the tool opens."""
    with tool.page.expect_popup() as popup:
        tool.page.get_by_role("link", name="Buka Halaman Saksi").click()
    handed = popup.value
    expect(handed.get_by_label("Tanda tangan saksi")).to_have_value(line.strip())
    handed.get_by_role("button", name="Kirim Tanda Tangan Saksi").click()
    return handed


def test_the_saved_key_proves_the_continuation(tool: Tool) -> None:
    whole = Mirror()
    early = Mirror(data=whole.data[:4], key=whole.key)
    vkey = tool.make_key()
    url = publish(tool.page, early)
    tool.check(url)
    said = tool.page.locator("#step-result").inner_text()
    assert "tidak independen" in said
    assert "Penandatanganan belum ditutup" in said
    assert len(cosignature.read(early.note(4) + tool.sign(), [Witness(vkey)])) == 1
    kept = tool.saved[-1].read_text("utf-8")
    assert ORIGIN not in kept
    assert PASSPHRASE not in kept

    tool.open_key("kata sandi yang lain")
    expect(tool.page.get_by_text("Sandi ini tidak membuka berkas kunci")).to_be_visible()
    tool.open_key()
    expect(tool.page.get_by_label("Kunci saksi (vkey)")).to_have_value(vkey)
    expect(tool.page.get_by_text(f"Berkas ini mengingat: {ORIGIN}.")).to_be_visible()
    publish(tool.page, whole)
    tool.check(url, whole.vkey)
    said = tool.page.locator("#step-result").inner_text()
    assert "lanjutan dari titik periksa 4 yang dahulu disaksikan" in said
    assert "tidak independen" not in said
    assert len(cosignature.read(whole.note(6) + tool.sign(), [Witness(vkey)])) == 1


def test_with_the_saved_key_another_history_is_refused(tool: Tool) -> None:
    whole = Mirror()
    tool.make_key()
    url = publish(tool.page, whole)
    tool.check(url)
    tool.sign()
    tool.open_key()
    fork = Mirror(key=whole.key)
    fork.data[3] = encode(pledge(3, "regional_head", "12.07"))
    publish(tool.page, fork)
    assert "bercabang: 6 catatan pertama" in tool.refusal(url)
    evidence = tool.page.locator("#notes").input_value()
    assert whole.note(6) in evidence
    assert fork.note(6) in evidence
    publish(tool.page, Mirror(data=whole.data[:4], key=whole.key))
    assert "mundur: dahulu memuat 6 catatan, sekarang 4" in tool.refusal(url)
    publish(tool.page, Mirror())
    assert "tidak ditandatangani dengan kunci" in tool.refusal(url)
    assert "disaksikan dengan kunci lain" in tool.refusal(url, Mirror().vkey)
    publish(tool.page, whole)
    tool.check(url)
    assert "lanjutan dari titik periksa 6" in tool.page.locator("#step-result").inner_text()


def test_the_key_file_is_what_its_description_says(tool: Tool) -> None:
    mirror = Mirror()
    vkey = tool.make_key()
    tool.check(publish(tool.page, mirror), mirror.vkey)
    tool.sign()
    inside = unlocked(tool.saved[-1], PASSPHRASE)
    assert WitnessKey.read(inside["key"]).vkey == vkey
    known = {"vkey": mirror.vkey, "note": mirror.note(6), "independent": True}
    assert inside["logs"] == {ORIGIN: known}


def test_after_the_close_the_closing_checkpoint_is_cosigned(tool: Tool) -> None:
    mirror = Mirror()
    mirror.data.append(encode(Revocation("acara-uji", 1)))
    vkey = tool.make_key()
    tool.check(publish(tool.page, mirror))
    said = tool.page.locator("#step-result").inner_text()
    assert "Menandatangani\n4\n" in said
    assert "Setelah pencabutan sesudahnya\n3\n" in said
    assert len(cosignature.read(mirror.note(6) + tool.sign(), [Witness(vkey)])) == 1


def test_more_entries_than_a_bundle_holds(tool: Tool) -> None:
    mirror = Mirror()
    more = [encode(Pledge("acara-uji", f"{place:064x}", "other", "35")) for place in range(1, 600)]
    mirror.data[5:] = [*more, encode(Close("acara-uji", 603, 1))]
    tool.make_key()
    tool.check(publish(tool.page, mirror), mirror.vkey)
    assert "Semua 605 catatan" in tool.page.locator("#step-result").inner_text()
    assert cosignature.read(mirror.note(605) + tool.sign(), []) == []


def test_what_the_rules_forbid_is_refused_as_by_the_command(tool: Tool) -> None:
    tool.make_key()
    mirror = Mirror()
    url = publish(tool.page, mirror)
    honestly = mirror.data
    for name, mirror.data in ILLEGAL.items():
        with pytest.raises(Refuted) as refuted:
            Log(ORIGIN, mirror.data)
        said = tool.refusal(url)
        [place] = [word for word in str(refuted.value).split() if word.isdigit()] or ["pertama"]
        assert f"Catatan {place} tidak" in said, (name, said)
    mirror.data = honestly
    tool.check(url)
    expect(tool.page.locator("#sign")).to_be_visible()


def test_an_office_that_is_added_later_is_cosigned(tool: Tool) -> None:
    tool.make_key()
    mirror = Mirror()
    url = publish(tool.page, mirror)
    for mirror.data in LATER.values():
        tool.check(url, mirror.vkey)
        assert "Semua 6 catatan mengikuti aturan" in tool.page.locator("#step-result").inner_text()


def test_what_is_not_as_it_was_signed_is_refused(tool: Tool) -> None:
    tool.make_key()
    mirror = Mirror()
    url = publish(tool.page, mirror)
    signed = mirror.note(6)
    mirror.files["checkpoint"] = signed.encode()
    mirror.data[4] = mirror.data[4].replace(b'"35"', b'"36"')
    assert "bukan akar yang ditandatangani" in tool.refusal(url)
    lines = signed.splitlines(keepends=True)
    for wrong in (
        signed.replace("\n6\n", "\n5\n"),
        signed + lines[-1],
        signed.rstrip("\n"),
        "".join(lines[:-1]),
        "x",
    ):
        mirror.files["checkpoint"] = wrong.encode()
        assert "tidak ditandatangani dengan kunci" in tool.refusal(url)
    mirror.files["checkpoint"] = b"\xff"
    assert "bukan teks" in tool.refusal(url)
    mirror.files = {"tile/entries/000.p/6": b"\0\1"}
    assert "tidak memuat 6 catatan" in tool.refusal(url)
    mirror.files = {"/.well-known/declare.json": b"["}
    assert "tidak dapat dibaca" in tool.refusal(url)
    assert "bukan kunci buku ikrar" in tool.refusal(url, "ikrar.test")
    for address in ("ikrar.test", "file:///log/acara-uji", "http://ikrar.test/"):
        assert "bukan alamat buku ikrar" in tool.refusal(address)


def test_a_site_does_not_serve_the_tool_in_place_of_the_disk(tool: Tool, address: str) -> None:
    tool.page.goto(f"{address}/static/saksi.html")
    expect(tool.page.get_by_text("Halaman ini sedang dibuka dari sebuah situs.")).to_be_visible()
    expect(tool.page.get_by_role("button", name="Buka Kunci")).not_to_be_visible()


def test_a_key_is_made_with_the_keyboard_alone(tool: Tool) -> None:
    page = tool.page
    page.get_by_text("Belum punya: buat kunci baru").focus()
    page.keyboard.press("Enter")
    for text in ("ada spasi", PASSPHRASE, "lain"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kedua sandi tidak sama.")).to_be_visible()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nama kunci tidak boleh memuat spasi")).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_can_use_it(chromium: Browser, tmp_path: Path, language: str) -> None:
    """axe-core is brought in past the file's policy."""
    context = chromium.new_context(viewport=TELEPHONE, bypass_csp=True, accept_downloads=True)
    tool = Tool(context.new_page(), tmp_path)
    tool.page.add_init_script(AXE_SCRIPT)
    mirror = Mirror()

    def look() -> None:
        if language == "en":
            tool.page.get_by_role("button", name="English").click()
        seen = tool.page.evaluate(SEEN)
        assert seen["violations"] == []
        assert seen["tooWide"] <= 0
        assert seen["language"] == language
        if language == "en":
            assert leftovers(seen["html"]) == []
            tool.page.get_by_role("button", name="Bahasa Indonesia").click()

    tool.start()
    look()
    tool.start()
    tool.make_key()
    look()
    tool.refusal("x")
    look()
    tool.check(publish(tool.page, mirror))
    look()
    tool.sign()
    look()
    tool.open_key()
    mirror.data[3] = encode(pledge(3, "regional_head", "12.07"))
    tool.refusal(publish(tool.page, mirror))
    look()
    context.close()
