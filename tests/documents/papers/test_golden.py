"""Papers whose questions are answered, and those after an outcome, whole: what ``tests/golden`` does not show.

After a change ``ANNING_GOLDEN=1`` writes them anew; then read the diff.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from documents.blocks import Firm, Paper
from documents.papers.table import KINDS, Drawn
from tests.documents.papers.cases import CALLED, drawn
from tests.documents.papers.test_evidence import TAKEN
from tests.documents.papers.test_proceedings import PURSUED

FOLDER = Path(__file__).parent / "golden"
AGENT = {
    "agent_base": "lawyer",
    "agent_name": "周律师",
    "licence": "13101202000000000",
    "agent_phone": "021-00000000",
}
SUIT = {"docket": "（2026）沪0105民初1号"}
TURNED_AWAY = {"to": "court", "act": "suit", "on": "2026-11-01", "accepted": False}
DECIDED = {**TURNED_AWAY, "accepted": True, "answered_on": "2026-11-10"}


def of(facts: dict, **more: object) -> Drawn:  # type: ignore[type-arg]
    """Without what the grounds tell: their sentences are held where they are written."""
    whole = drawn(facts, **more)  # type: ignore[arg-type]
    return replace(whole, grounds=tuple(replace(one, facts=(), reasons=()) for one in whole.grounds))


PAPERS = {
    "authority": lambda: of(CALLED, firm=Firm(name="示例律师事务所"), given={**AGENT, **SUIT, "powers": "settle appeal"}),
    "document_order": lambda: of(PURSUED, given=SUIT),
    "court_inquiry": lambda: of(TAKEN, given={**SUIT, "police": "示例市公安局西城分局"}),
    "inquiry_order": lambda: of(
        TAKEN, firm=Firm(name="示例律师事务所"), given={**AGENT, **SUIT, "court_rule": "示例高级人民法院关于律师调查令的规定"}
    ),
    "service_address": lambda: of(CALLED, given={"electronic": "yes", "mailbox": "lin@anning.example"}),
    "mediation": lambda: of(CALLED, given={"agrees": "yes"}),
    "appeal": lambda: of(
        {**CALLED, "prior": [TURNED_AWAY]},
        given={**SUIT, "served_on": "2026-11-15", "higher_court": "上海市第一中级人民法院"},
    ),
    "execution": lambda: of(
        {**CALLED, "prior": [DECIDED]},
        given={
            "judgment": "（2026）沪0105民初1号民事判决书",
            "final_on": "2026-06-01",
            "due_on": "2026-07-01",
            "operative": "被告书面赔礼道歉，赔偿原告300元。",
            "unpaid": "书面赔礼道歉和300元均未履行",
        },
    ),
}  # fmt: skip


def as_text(paper: Paper) -> str:
    lines = [paper.title, ""]
    for block in paper.blocks:
        lines += [f"【{block.heading}】", *(f"{label}：{value or '＿＿＿＿'}" for label, value in block.rows)]
        lines += [*block.printed, ""]
    lines += [
        f"{'此致　' if paper.closes else '致　'}{paper.addressee}",
        *(f"{one}（签名）：" for one in paper.signers),
    ]
    lines += [f"附：{one}" for one in paper.annexes]
    return "\n".join([*lines, f"空白：{'、'.join(paper.missing) or '无'}", ""])


@pytest.mark.parametrize("slug", list(PAPERS))
def test_a_paper_reads_as_it_was_read_before(slug: str) -> None:
    said, kept = as_text(KINDS[slug].make(PAPERS[slug]())), FOLDER / f"{slug}.txt"
    if os.environ.get("ANNING_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(said)
    assert said == kept.read_text()
