"""The receipt as one page."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from documents import Receipt, receipt_document
from documents.receipts import LONGEST, SHOWN
from tests.documents.reading import text_of

RECEIPT = Receipt(
    number="AN-2025-000007",
    kind="骚扰信息",
    filed_at=datetime(2025, 11, 12, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")),
    facts_digest="sha256:" + "3f9a" * 16,
    story_digest="sha256:" + "7c1e" * 16,
    exhibits=("sha256:" + "a" * 64, "sha256:" + "b" * 64),
    key_id="9f86d081884c7d65",
    fingerprint="SHA256:" + "ab:" * 31 + "ab",
    token="eyJ" + "AbCd1234" * 90,
    check_url="https://anning.example/receipts/K7QX-2M9P-T4VB-8WZC",
)


def test_it_says_number_time_digests_and_how_to_check():
    text = text_of(receipt_document(RECEIPT).pdf)
    for said in (
        RECEIPT.number,
        "2025年11月12日23:59",
        "事实的校验值",
        "3f9a" * 16,
        "经过的校验值",
        "7c1e" * 16,
        "a" * 64,
        "b" * 64,
    ):
        assert said in text
    for said in (
        RECEIPT.key_id,
        RECEIPT.fingerprint,
        RECEIPT.token,
        RECEIPT.check_url,
        "怎样核对",
        "1.扫描二维码",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("count", "length"), [(0, 300), (1, 400), (SHOWN, LONGEST), (SHOWN + 1, LONGEST), (300, LONGEST + 1)]
)
def test_it_stays_one_page_whatever_the_number_of_files(count: int, length: int):
    many = replace(RECEIPT, exhibits=("sha256:" + "c" * 64,) * count, token="T" * length)
    made = receipt_document(many)
    said = text_of(made.pdf)
    assert made.pages == 1
    assert ("的校验值在签名凭证里" in said) == (count > SHOWN)
    assert (many.token in said) == (length <= LONGEST)


def test_an_hour_of_another_zone_is_told_in_shanghai():
    early = replace(RECEIPT, filed_at=datetime(2025, 12, 31, 16, 30, tzinfo=ZoneInfo("UTC")))
    assert "2026年1月1日00:30" in text_of(receipt_document(early).pdf)
