"""Who was called besides is called what they are to the person, where the story tells of as many as the person counts."""

from dataclasses import replace
from typing import Any

import pytest

from documents import Claim
from documents.claims import claim_data
from documents.reached import kin_called
from tests.documents.asking import ON, case_before
from tests.documents.test_each_wish_is_asked import LANDLORD


@pytest.mark.parametrize(
    ("story", "kin"),
    [
        ("后来打给我老伴，还打到我儿子单位座机上。", ["配偶", "儿子"]),
        ("9月打给我婆婆，她跟我闹了一场。", ["婆婆"]),
        ("6月他们打给我老婆。", ["妻子"]),
        ("我打给老婆问了一句。", []),
        ("他们打给我同事。", []),
        ("打给我儿媳，又打给我儿媳。", ["儿媳"]),
    ],
)
def test_kin_are_read_where_the_others_called_them(story: str, kin: list[str]):
    assert kin_called(story) == kin


@pytest.mark.parametrize(("told", "whom"), [(2, "原告的配偶、儿子"), (5, "原告的亲友、同事共5人")])
def test_a_claim_names_them_only_where_nobody_else_was_called(told: int, whom: str):
    facts: Any = {**LANDLORD, "situations": ["contacts_harassed"]}
    facts["debt"] = {**LANDLORD["debt"], "contacts_told": told}
    case = replace(case_before(facts, "court"), story="后来打给我老伴，还打到我儿子单位座机上。")
    text = "".join(claim_data(Claim(court="某区人民法院", on=ON, case=case))["narrative"])
    assert f"联系了{whom}" in text
