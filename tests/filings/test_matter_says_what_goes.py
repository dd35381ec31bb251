"""What a consent withholds stands in no matter, heading or title either: every group of answers, by every channel."""

from typing import Any, cast

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from complaints.models import SITUATIONS_OF_KIND, Complaint, Kind, Situation
from complaints.services import ComplainantInput, file_complaint
from documents.frozen import TOLD
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from filings import services
from filings.channels import fields_by_channel
from filings.services.sending.content import _SAYS_OF, GROUPS, case_fields
from filings.services.sending.giving import fields_of
from tests.cases import NOW, Case, make_desk, make_user, queued
from tests.filings.test_desk_queue import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
ALL = frozenset({*FIELDS, *TOLD_FIELDS, *DESK_FIELDS})
WITHHELD = sorted({*_SAYS_OF.values()})
# What the kind itself says, by the group of answers that says it.
_KIND_SAYS = {"number": "二次号", "debt": "不实"}
FACTS: dict[str, Any] = {
    "event": {"first": "2026-02-20", "last": "2026-03-10"},
    "contacts": {"channels": ["call"], "count": 30},
    "number": {"second_hand": True, "told": False},
    "debt": {"owed": "none"},
}


def filed(of: str, **facts: Any) -> Complaint:
    return file_complaint(
        by=Actor.of_user(make_user("owner")),
        kind=of,
        situations=[one.value for one in SITUATIONS_OF_KIND[of]],
        story="示例。",
        facts=cast(Any, {**FACTS, "complainant": {"capacity": "recipient"}, **facts}),
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        at=NOW,
    ).complaint


def without(group: str) -> set[str]:
    """All fields but those that give a group of answers."""
    blocks = {name for name, groups in GROUPS.items() if group in groups}
    return set(ALL - blocks - {f"{TOLD}{group}"})


def matter(complaint: Complaint, allowed: set[str]) -> list[str]:
    return str(case_fields(complaint, allowed, [])["matter"]).split("；")


def test_of_every_situation_it_is_known_what_its_name_says() -> None:
    assert set(_SAYS_OF) == set(Situation)
    assert set(_SAYS_OF.values()) <= {group for groups in GROUPS.values() for group in groups}


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("group", WITHHELD)
def test_what_is_withheld_is_not_in_the_matter(kind: str, group: str) -> None:
    complaint = filed(kind)
    whole, said = matter(complaint, set(ALL)), matter(complaint, without(group))
    mine = SITUATIONS_OF_KIND[kind]
    assert [one.label for one in mine] == whole[1:]
    assert said[1:] == [str(one.label) for one in mine if _SAYS_OF[one] != group]
    if word := _KIND_SAYS.get(group):
        assert word not in said[0]
    if kind == Kind.HARASSMENT:
        assert said[0] == ("骚扰短信和电话" if group == "contacts" else "骚扰电话")


def test_the_number_and_the_debt_name_the_kind_where_they_go() -> None:
    assert "二次号" in matter(filed("second_hand_number"), set(ALL))[0]
    assert matter(filed("second_hand_number"), without("number"))[0] == "号码和电信服务"
    assert matter(filed("fake_collection"), set(ALL))[0] == "不实催收"
    assert matter(filed("fake_collection"), without("debt"))[0] == "催收"


@pytest.mark.parametrize("kind", Kind.values)
def test_no_channel_heads_with_what_it_does_not_get(kind: str) -> None:
    complaint = filed(kind)
    for channel in fields_by_channel():
        fields = fields_of(channel)
        blocks = [group for name, groups in GROUPS.items() if name in fields for group in groups]
        given = {*blocks, *(name.removeprefix(TOLD) for name in fields if name.startswith(TOLD))}
        head = "；".join(matter(complaint, set(fields)))
        for one in SITUATIONS_OF_KIND[kind]:
            assert (str(one.label) in head) == (_SAYS_OF[one] in given), (channel, one)
        for group, word in _KIND_SAYS.items():
            assert group in given or word not in head.split("；")[0], channel


@pytest.mark.parametrize(("number", "told"), [({"second_hand": True}, True), ({}, False)])
def test_the_head_of_a_case_at_the_desk_says_what_went_and_no_more(
    number: dict[str, Any], told: bool
) -> None:
    desk, caseworker = make_desk(channel="operator")
    complaint = filed(
        "second_hand_number",
        kind="second_hand_number",
        number={"accounts_bound": ["示例支付"], **number},
        complainant={"capacity": "subscriber"},
        respondents=[{"role": "operator", "name": "甲通信公司"}],
    )
    case = Case(complaint, cast(User, complaint.owner), Actor.of_user(cast(User, complaint.owner)))
    filing = queued(case, desk, wishes=services.Wishes(requests=("unbind",)))
    services.deliver(delivery_id=filing.deliveries.get().pk, at=NOW)
    client = signed_in(cast(User, caseworker.user))
    page = client.get(reverse("admin:filings_filing_change", args=[filing.pk])).content.decode()
    head = page.split('<p class="case-kind">')[1].split("</p>")[0]
    assert ("二次号" in head) is told
    assert services.content_of(filing)["fields"]["matter"].split("；")[0] == head
