"""What is called like a phone's backup: taken up to a size of its own, and shown to nobody until its owner has chosen."""

from typing import Any

import pytest

from complaints.models import LedgerEntry
from evidence.models import Rendition
from evidence.services import NotReceived
from evidence.services.receiving import looks_like_backup, max_bytes
from evidence.services.uploading import begin_upload
from tests.evidence import backups

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sms-20251103.xml", True),
        ("sms.xml", True),
        ("calls-20251103101112.xml", True),
        ("backup.vmsg", True),
        ("messages.ndjson", True),
        ("mmssms.db", True),
        ("短信备份2025.xlsx", True),
        ("SMS export.csv", True),
        ("电子发票.xml", False),
        ("话费账单.xlsx", False),
        ("截图.png", False),
        ("smsbill.pdf", False),
        ("材料.zip", False),
    ],
)
def test_names(name: str, expected: bool) -> None:
    assert looks_like_backup(name) is expected


def test_a_backup_among_ordinary_files_has_no_copy_of_the_whole_phone(hand_in: Any) -> None:
    exhibit = hand_in(backups.backup(backups.messages()), filename="sms-20251103.xml")
    copies = Rendition.objects.filter(exhibit=exhibit)
    assert {(one.kind, one.state) for one in copies} == {
        (Rendition.Kind.CLEAN, Rendition.State.REFUSED),
        (Rendition.Kind.THUMBNAIL, Rendition.State.REFUSED),
    }
    assert all("默认不做查看副本" in one.reason for one in copies)
    ordinary = hand_in(b"<invoice/>", filename="invoice.xml")
    assert {one.state for one in Rendition.objects.filter(exhibit=ordinary)} == {Rendition.State.PENDING}


def test_a_backup_may_be_larger_than_another_file(hand_in: Any, settings: Any) -> None:
    settings.EVIDENCE_MAX_BYTES, settings.EVIDENCE_MAX_BACKUP_BYTES = 1024, 2 * 1024 * 1024
    assert (max_bytes(), max_bytes("a.XML"), max_bytes("a.pdf")) == (1024, 2 * 1024 * 1024, 1024)
    assert hand_in(b"x" * 5000, filename="sms-1.xml").size == 5000
    with pytest.raises(NotReceived, match="没有接收"):
        hand_in(b"x" * 5000, filename="a.pdf")
    with pytest.raises(NotReceived, match="超过 2 MB"):
        hand_in(b"x" * (2 * 1024 * 1024 + 1), filename="sms-2.xml")


def test_its_size_is_known_before_a_piece_is_sent(begun: Any, settings: Any) -> None:
    draft, holder = begun
    given = {"by": holder, "complaint_id": draft.pk, "size": 150 * 1024 * 1024}
    assert begin_upload(**given, filename="sms-20251103.xml").size == given["size"]
    with pytest.raises(NotReceived, match="超过 100 MB"):
        begin_upload(**given, filename="video.mp4")
    assert not LedgerEntry.objects.exists()
