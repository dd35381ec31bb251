"""Papers: those that only forbid changing open; what people filled in stands in the copy, or there is none."""

import io

import pikepdf
import pytest
from pikepdf import Pdf

from evidence import reasons
from tests.evidence import samples
from tests.evidence.test_examination import copy_of, examined

REVISIONS = (2, 3, 4, 5, 6)


def _locked(revision: int, *, user: str) -> bytes:
    forbids = pikepdf.Permissions(extract=False, modify_other=False, modify_form=False)
    lock = pikepdf.Encryption(
        owner="invented-owner",
        user=user,
        R=revision,  # type: ignore[arg-type]
        allow=forbids,
        aes=revision >= 4,
        metadata=revision >= 4,
    )
    return samples.written(samples.paper(), encryption=lock)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_paper_that_only_forbids_changing_is_copied(revision: int) -> None:
    found, clean, small = copy_of(_locked(revision, user=""))
    assert (found.finding.media_type, found.finding.pages) == ("application/pdf", 2)
    assert small
    with Pdf.open(io.BytesIO(clean)) as copy:
        assert not copy.is_encrypted
        assert b"page 2" in copy.pages[1].Contents.read_bytes()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_paper_that_asks_for_a_password_says_so(revision: int) -> None:
    with examined(_locked(revision, user="invented-user")) as found:
        assert found.finding.code == "pdf_encrypted"


def test_a_paper_locked_with_a_certificate_is_not_called_broken() -> None:
    given = samples.written(samples.paper()).replace(b"\ntrailer <<", b"\ntrailer <</Encrypt 90 0 R ", 1)
    given = given.replace(b"\nxref", b"\n90 0 obj\n<</Filter /Adobe.PubSec /V 4>>\nendobj\nxref", 1)
    with examined(given) as found:
        assert found.finding.code == "pdf_locked_otherwise"
    told = reasons.refusal("pdf_locked_otherwise", {}, found="application/pdf", filename="账单.pdf")
    assert told.startswith("PDF 用证书等方式加了密")
