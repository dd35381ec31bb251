"""Against nobody nothing is prepared that needs a name (民事诉讼法 122(二)); what was written stays."""

from copy import deepcopy
from typing import Any

import pytest

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from filings import services
from filings.models import Filing
from tests.cases import FACTS, NOW, Case, make_hand_recipient, make_user
from tests.once import once_a_module

pytestmark = pytest.mark.django_db


def filed(*respondents: dict[str, Any]) -> Case:
    owner = make_user("owner")
    facts = {**deepcopy(FACTS), "respondents": list(respondents)}
    made = file_complaint(
        by=Actor.of_user(owner),
        kind="harassment",
        situations=["optout_ignored"],
        story="一直有推销电话，不知道是谁打的。",
        facts=facts,
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(**one) for one in respondents],
        at=NOW,
    )
    return Case(made.complaint, owner, Actor.of_user(owner))


@once_a_module
def nobody() -> Case:
    return filed({"role": "unknown"}, {"role": "person", "name": "自称“李经理”的人"})


@pytest.mark.parametrize(
    ("channel", "document", "whom"),
    [
        ("court", "claim", "被告"),
        ("12315_report", "letter", "被举报人"),
        ("12315_complaint", "letter", "被投诉人"),
    ],
)
def test_nothing_is_prepared_against_nobody(nobody: Case, channel: str, document: str, whom: str):
    with pytest.raises(services.Refused, match=f"还没有写明{whom}是谁.*没有备材料"):
        services.propose_consent(
            complaint=nobody.complaint,
            recipient=make_hand_recipient(channel),
            exhibits=(),
            document=document,
            at=NOW,
        )
    assert not Filing.objects.filter(complaint=nobody.complaint).exists()
    assert Complaint.objects.get(pk=nobody.complaint.pk).story


def test_a_platform_that_nobody_named_is_asked_for_by_its_operator():
    owner = make_user("shamed")
    lender = {"role": "lender", "name": "甲消费金融有限公司", "licensed_lender": True}
    case = file_complaint(
        by=Actor.of_user(owner),
        kind="fake_collection",
        situations=["contacts_harassed"],
        story="催收的把我的照片发到了业主微信群。",
        facts={
            **deepcopy(FACTS),
            "kind": "fake_collection",
            "situations": ["contacts_harassed"],
            "respondents": [lender],
            "contacts": {"channels": ["wechat"], "count": 9},
            "debt": {"owed": "none", "contacts_told": 3, "published": ["photo"]},
        },
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(**lender)],
        at=NOW,
    ).complaint
    with pytest.raises(
        services.Refused, match=r"还没有写明是哪家平台。.*它的运营者.*没有备材料，您填的都还在"
    ):
        services.propose_consent(
            complaint=case, recipient=make_hand_recipient("platform"), exhibits=(), document="letter", at=NOW
        )
