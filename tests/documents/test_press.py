"""The paper itself: PDF/A-2b, the same bytes every time, nobody's words run as code."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from documents import Document, Seal, complaint_letter, field_sheet, print_pack, statement_of_claim
from documents.bundles import (
    BundleCover,
    ExhibitSheet,
    Listed,
    bundle_cover,
    exhibit_index,
    exhibit_sheets,
    statutes_annex,
    volume_sheet,
)
from documents.claims import Claim
from tests.documents.reading import pages_of, text_of
from tests.documents.sample import CASE, SEAL, exhibit, letter
from tests.documents.test_receipts import RECEIPT, receipt_document

DAY = date(2025, 11, 20)


def cover() -> BundleCover:
    return BundleCover(
        number="AN-2025-000007",
        on=DAY,
        rows=(("投诉人", "林晓安"),),
        contents=(("证据目录", "2–3"),),
        ledger_head="sha256:" + "c" * 64,
        ledger_length=9,
        key_id="key1",
        fingerprint="SHA256:abcd",
    )


CLAIM = Claim(court="某区人民法院", on=DAY, case=CASE, seal=SEAL)
EVERY = {
    "letter": lambda: complaint_letter(letter()),
    "claim": lambda: statement_of_claim(CLAIM),
    "pack": lambda: print_pack(letter()),
    "claim pack": lambda: print_pack(CLAIM),
    "sheet": lambda: field_sheet(letter("12321")),
    "receipt": lambda: receipt_document(RECEIPT),
    "cover": lambda: bundle_cover(cover()),
    "index": lambda: exhibit_index(
        [Listed(exhibit=one, held="电子原件", group="证据一　短信") for one in CASE.exhibits],
        on=DAY,
        number="AN-2025-000007",
    ),
    "exhibit": lambda: exhibit_sheets(
        [
            ExhibitSheet(
                exhibit=exhibit("2-1", "d", "录音"), why="录音无法打印。", details=(("时长", "1 分 5 秒"),)
            )
        ],
        on=DAY,
        number="AN-2025-000007",
    ),
    "sheet of volume": lambda: volume_sheet(
        on=DAY,
        number="AN-2025-000007",
        which="第二卷",
        rows=(
            ("内容", "证据2-1 至 3-4"),
            ("卷数", "共 3 卷；封面、证据目录和各项文书在第一卷；页码各卷连续编排"),
        ),
    ),
    "statutes": lambda: statutes_annex(CASE.grounds, on=DAY, number="AN-2025-000007", event=DAY),
}


@pytest.fixture(scope="module", params=EVERY)
def document(request: pytest.FixtureRequest) -> Document:
    made: Document = EVERY[request.param]()
    return made


def test_every_document_is_pdf_a_2b_with_its_fonts_inside(document: Document):
    with pikepdf.open(io.BytesIO(document.pdf)) as opened:
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert metadata["dc:title"] == document.title
        intents = [str(intent.S) for intent in opened.Root.OutputIntents]
        assert intents == ["/GTS_PDFA1"]
        assert str(opened.Root.Lang).lower().startswith("zh")
        assert document.pages == len(opened.pages)
        for page in opened.pages:
            for font in page.resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert any(name in descriptor for name in ("/FontFile2", "/FontFile3"))


def test_every_document_can_be_read_by_a_machine(document: Document):
    text = text_of(document.pdf)
    assert sum("\u4e00" <= char <= "\u9fff" for char in text) > 20
    assert "\ufffd" not in text


def test_a_document_knows_its_own_digest(document: Document):
    assert document.sha256 == "sha256:" + hashlib.sha256(document.pdf).hexdigest()


def test_the_command_that_checks_a_bundle_is_printed_as_it_is_typed():
    assert "python3verify.py--fingerprint" in text_of(bundle_cover(cover()).pdf)


def test_an_address_of_a_mailbox_is_not_parted_and_a_place_to_write_is_no_higher_than_letters():
    claimed = statement_of_claim(CLAIM)
    assert claimed.pages == 3
    first = pages_of(claimed.pdf)[0]
    assert "lin@anning.example" in first
    assert "本案诉讼费用由各被告负担" in first, "the places to write push nothing to the next page"


def test_the_file_is_dated_on_the_day_of_the_document():
    with pikepdf.open(io.BytesIO(complaint_letter(letter()).pdf)) as opened:
        assert str(opened.docinfo.CreationDate) == "D:20251120040000Z"


def test_two_processes_with_other_hash_seeds_print_the_same_bytes():
    program = (
        "from tests.documents.test_press import EVERY\n"
        "for name, make in EVERY.items(): print(name, make().sha256)"
    )
    root = Path(__file__).resolve().parents[2]
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(answers) == 1
    here = "".join(f"{name} {make().sha256}\n" for name, make in EVERY.items())
    assert answers == {here}


def test_a_change_of_one_digit_changes_the_bytes():
    other = Seal(number=SEAL.number, digest="sha256:4" + SEAL.digest[8:], check_url=SEAL.check_url)
    first = complaint_letter(letter())
    second = complaint_letter(type(letter())(**{**vars(letter()), "seal": other}))
    assert first.sha256 != second.sha256
