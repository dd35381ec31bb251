"""Every kind of paper as it is drafted: kept and read again as it was, its blocks told apart, edited and left alone."""

import json
from collections import Counter

import pytest

from documents import Recipient
from documents.blocks import Firm, Paper, as_json, edited, paper_from
from documents.drafting import paper_data
from documents.papers.table import KINDS
from tests.documents.papers.cases import CALLED, CHILD, MOTHER, drawn

FIRM = Firm("示例律师事务所", ("示例市安宁路1号",), ("律师：",))


def made(slug: str) -> Paper:
    case = {"complainant": CHILD, "representative": MOTHER} if slug == "guardianship" else {}
    to = Recipient(name="示例通信有限公司")
    return KINDS[slug].make(drawn(CALLED, case=case, addressee=to, firm=FIRM))


@pytest.mark.parametrize("slug", KINDS)
def test_a_paper_is_read_as_it_was_kept(slug: str) -> None:
    paper = made(slug)
    assert paper_from(json.loads(json.dumps(as_json(paper)))) == paper
    assert paper_data(paper)["blocks"]


@pytest.mark.parametrize("slug", KINDS)
def test_each_block_is_edited_by_a_name_of_its_own_and_unedited_stays(slug: str) -> None:
    blocks = made(slug).blocks
    assert max(Counter(block.key for block in blocks).values()) == 1
    for block in (one for one in blocks if not one.fixed):
        assert edited(block, block.text).printed == block.printed, block.key
        assert edited(block, block.text).rows == block.rows, block.key
