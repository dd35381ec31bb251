"""A report to the police is prepared however long ago it happened: six months end a penalty alone (治安管理处罚法 25)."""

from datetime import datetime
from typing import Any

import pytest

from accounts.actors import Actor
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from core.clock import SHANGHAI
from filings.moves import State
from tests.cases import Case, make_hand_recipient, make_user, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
# A former holder's payment account was emptied by a code sent to the number that was given up.
TAKEN: dict[str, Any] = {
    "kind": "second_hand_number",
    "event": {"first": "2026-03-10", "last": "2026-03-12"},
    "complainant": {"capacity": "former_holder", "consumer_of_respondent": True},
    "number": {"second_hand": True, "account_taken_over": True, "released_on": "2026-01-05"},
    "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}], "mental": "severe"},
}
REPORTED = [{"to": "police", "act": "report", "on": "2026-03-13", "accepted": True}]


@pytest.mark.parametrize("prior", [REPORTED, []])
def test_a_theft_is_reported_after_the_six_months(prior: list[dict[str, Any]]) -> None:
    owner, at = make_user("owner"), datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
    who = {"role": "platform", "name": "示例支付科技有限公司"}
    complaint = file_complaint(
        by=Actor.of_user(owner),
        kind="second_hand_number",
        situations=["account_taken_over"],
        story="旧号注销以后，有人用验证码登录我的支付账户，转走12000元。",
        facts={**TAKEN, "prior": prior, "respondents": [who]},
        complainant=ComplainantInput(
            name="陈示例", phone="13900000013", region="440106", address="广州市示例路3号"
        ),
        respondents=[RespondentInput(**who)],
        at=at,
    ).complaint
    filing = prepared(Case(complaint, owner, Actor.of_user(owner)), make_hand_recipient("police"), at=at)
    assert (filing.channel, filing.state) == ("police", State.PREPARED)
