"""Of an earlier step a paper says that nothing came of it, or to whom it was handed on, where the story tells so of its day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import Claim, Prior, form_of
from documents.claims import claim_data
from documents.others import addressed
from documents.steps_told import UNANSWERED, handed_to, left_unanswered
from documents.wording import looked_up_by
from tests.documents.asking import ON, case_before
from tests.documents.test_each_wish_is_asked import LANDLORD, LENDER, RETURNS

STORY = (
    "5月20号我找客服，5月26号回我，说得原来的人刷脸。6月18号我又把身份证传给客服，到现在没回。"
    "8月26号女儿帮我打12315，9月8号回说转给平台了，平台说核实中。9月12号举报了，没下文。没回过他们的短信。"
)


@pytest.mark.parametrize(
    ("on", "silent"),
    [("2026-05-20", False), ("2026-06-18", True), ("2026-08-26", False), ("2026-09-12", True), ("", False)],
)
def test_nothing_came_of_what_the_story_says_so_of(on: str, silent: bool):
    assert left_unanswered(STORY, on) is silent


@pytest.mark.parametrize(
    ("on", "role", "handed"),
    [
        ("2026-08-26", "platform", True),
        ("2026-08-26", "operator", False),
        ("2026-05-20", "platform", False),
        ("2026-08-26", "person", False),
    ],
)
def test_an_authority_handed_on_what_the_story_says_so_of(on: str, role: str, handed: bool):
    assert handed_to(STORY, on, role) is handed


def narrative(*prior: Prior) -> str:
    case: Any = replace(case_before(RETURNS, "court"), story=STORY, prior=prior)
    return "".join(claim_data(Claim(court="某区人民法院", on=ON, case=case))["narrative"])


def test_a_claim_tells_what_was_handed_on_to_whom_it_sues_and_what_was_never_answered():
    handed = Prior(to="12315", body="12315", on=date(2026, 8, 26), answered=date(2026, 9, 8), satisfied=False)
    assert "2026年8月26日，原告就此向12315投诉，其于9月8日答复称已转被告处理" in narrative(handed)
    other = replace(handed, on=date(2026, 5, 20))
    assert "12315" not in narrative(other)
    silent = Prior(to="平台", body="platform", on=date(2026, 6, 18), result=UNANSWERED)
    assert "2026年6月18日，原告就此向被告提出投诉，至今没有答复" in narrative(silent)


def test_a_company_is_told_of_what_an_authority_handed_on_to_it_and_of_no_other():
    companies = [("platform", "示例商城有限公司"), ("operator", "示例电信有限公司")]
    fields: Any = {
        "respondents": [
            {"role": role, "name": name, "uscc": "", "said": {"role": role}} for role, name in companies
        ],
        "prior": [
            {"to": "12315", "on": "2026-08-26", "ticket": "", "result": "", "said": {"to": "12315"}},
        ],
    }
    told = {
        channel: addressed(fields, to=name, channel=channel, kind="second_hand_number", story=STORY)
        for channel, name in companies
    }
    assert [row["to"] for row in told["platform"]["prior"]] == ["12315（答复称已转贵方）"]
    assert "prior" not in told["operator"]


@pytest.mark.parametrize(
    ("respondent", "debtor", "shown"),
    [
        ({"consumer": False}, "卢家豪", "无（所称的借款人为卢家豪，投诉人不是该机构的客户）"),
        ({"consumer": False}, "", "无（投诉人不是该机构的客户）"),
        ({"consumer": True}, "卢家豪", ""),
    ],
)
def test_no_line_asks_for_the_contract_of_who_is_no_customer(
    respondent: dict[str, bool], debtor: str, shown: str
):
    facts = {**LANDLORD, "debt": {**LANDLORD["debt"], "debtor": debtor}}
    facts["respondents"] = [{**LENDER, **respondent}]
    case = case_before(facts, "12378")
    assert looked_up_by(case.respondents[0], case, form_of("12378")) == shown
