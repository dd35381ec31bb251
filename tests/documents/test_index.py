"""The 证据目录 as a clerk reads it: whoever signs it signs below a line of it; two numberings stand side by side."""

import hashlib
import io
from datetime import UTC, date, datetime

import pikepdf
import pytest

from documents import Exhibit, Listed, exhibit_index
from tests.documents.reading import text_of


def listed(count: int, *, cited: bool = True) -> list[Listed]:
    return [
        Listed(
            exhibit=Exhibit(
                number=f"1-{place}",
                name=f"短信截图{place}.png",
                source="投诉人提交（网页）",
                sha256="sha256:" + hashlib.sha256(b"%d" % place).hexdigest(),
                size=12_345,
                received_at=datetime(2026, 3, 5, 8, tzinfo=UTC),
                proves="退订后仍收到广告短信",
                place=f"{place}-{place + 1}",
                form="电子数据",
                original=True,
            ),
            held="电子原件",
            group="证据一　短信",
            cited_as=str(place + 100) if cited else "",
        )
        for place in range(1, count + 1)
    ]


def index_of(rows: list[Listed], **more: str) -> bytes:
    return exhibit_index(rows, on=date(2026, 3, 5), number="AN-2026-000001", **more).pdf


@pytest.mark.parametrize("count", [1, *range(4, 17), 24, 33])
def test_the_signature_never_stands_on_a_page_of_its_own(count: int) -> None:
    raw = index_of(listed(count))
    with pikepdf.open(io.BytesIO(raw)) as opened:
        last = pikepdf.new()
        last.pages.append(opened.pages[-1])
        out = io.BytesIO()
        last.save(out)
    said = text_of(out.getvalue())
    assert "签名" in said
    assert "SHA-256" in said, "no exhibit on the page that is signed"
    assert f"1-{count}" in said


def test_the_other_numbering_has_a_column_where_there_is_one_and_leads_to_the_same_page() -> None:
    said = text_of(index_of(listed(2), cited_in="诉状编号"))
    assert "诉状编号" in "".join(said.split())
    assert "102" in said
    with pikepdf.open(io.BytesIO(index_of(listed(1)))) as opened:
        (page,) = opened.pages
        targets = [str(one.A.URI) for one in page.Annots]
    assert targets == ["exhibit:1-1"] * 3  # the number, the other number, the pages
    alone = "".join(text_of(index_of(listed(2, cited=False))).split())
    assert "原编号" not in alone


def test_what_does_not_fit_is_said_below_the_table() -> None:
    assert "刻录光盘" in "".join(text_of(index_of(listed(2), remark="证据1-2刻录光盘随卷提交。")).split())
