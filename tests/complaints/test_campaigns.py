"""Campaigns: grouped by a sweep, the same however it is cut, and told to a complainant as a number or not at all."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.actors import Actor
from complaints.models import Campaign, Complaint, Contact
from complaints.services import (
    ComplainantInput,
    ContactInput,
    file_complaint,
    group_contacts,
    number_index,
    open_draft,
    others_reporting,
)
from complaints.services.campaigns import _ONE_GROUPER
from core.fields import blind_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SWEEP = Actor.system("campaigns")
OFFER = "【示例优选】王先生，双十一全场五折，满{n}00减{n}0，点 http://t.example/{n} 领券，退订回T"
DEBT = "【示例融信】{name}，您尾号{n}的欠款{n}元减免后只需还{n}00元，逾期将上报"


def filed(*contacts: ContactInput, phone: str = "", **more: Any) -> Complaint:
    return file_complaint(
        by=Actor(),
        kind="harassment",
        situations=["no_consent"],
        story="每天都有。",
        facts={"kind": "harassment", "event": {"first": "2026-02-20", "last": "2026-03-01"}},
        complainant=ComplainantInput(name="王小宁", phone=phone),
        contacts=contacts,
        at=NOW,
        **more,
    ).complaint


def sms(text: str, sender: str = "10690000123456") -> ContactInput:
    return ContactInput(channel="sms", sender=sender, text=text, received_at=NOW)


def call(sender: str) -> ContactInput:
    return ContactInput(channel="call", sender=sender, received_at=NOW)


def sweep(most: int = 5_000) -> int:
    done = 0
    while looked_at := group_contacts(by=SWEEP, at=NOW, most=most):
        done += looked_at
    return done


def partition() -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for pk, campaign in Contact.objects.filter(campaign__isnull=False).values_list("pk", "campaign_id"):
        found.setdefault(campaign, set()).add(pk)
    return {frozenset(one) for one in found.values()}


def test_like_messages_of_one_signature_are_one_campaign() -> None:
    offers = [filed(sms(OFFER.format(n=n)), phone=f"1390000{n:04d}") for n in range(1, 6)]
    debts = [filed(sms(DEBT.format(n=n, name=name))) for n, name in ((7, "李某"), (8, "欧阳小明先生"))]
    other_signature = filed(sms(OFFER.format(n=3).replace("示例优选", "示例佳选")))
    assert sweep() == 8
    campaigns = {one.contacts.get().campaign_id for one in offers}
    assert len(campaigns) == 1
    assert {one.contacts.get().campaign_id for one in debts}.isdisjoint(campaigns)
    assert len({one.contacts.get().campaign_id for one in debts}) == 1
    assert other_signature.contacts.get().campaign_id not in campaigns
    campaign = Campaign.objects.get(pk=campaigns.pop())
    assert (campaign.complaints, campaign.people, campaign.signature) == (5, 5, "示例优选")
    assert "王" not in campaign.template


def test_calls_and_empty_texts_are_grouped_by_the_keyed_hash_of_the_number() -> None:
    several = [filed(call(sender)) for sender in ("010-65000000", "01065000000", "010 6500 0000")]
    wordless = filed(sms("在吗", "01065000000"))
    other = filed(call("02165000000"))
    sweep()
    assert len({one.contacts.get().campaign_id for one in (*several, wordless)}) == 1
    assert other.contacts.get().campaign_id != wordless.contacts.get().campaign_id
    campaign = Campaign.objects.get(pk=wordless.contacts.get().campaign_id)
    assert campaign.sender_index == number_index("01065000000") == wordless.contacts.get().sender_index
    assert "65000000" not in str(Campaign.objects.filter(pk=campaign.pk).values().get())
    assert campaign.sender_index != blind_index("")


def test_unsigned_messages_are_grouped_by_their_masked_text() -> None:
    first, second = (
        filed(sms(f"您的贷款额度{n}元已经到账，点t.cn/R{n}领取", f"1380000{n}")) for n in (5000, 6000)
    )
    other = filed(sms("你家孩子出事了请马上打这个电话", "13800005000"))
    sweep()
    assert first.contacts.get().campaign_id == second.contacts.get().campaign_id
    assert other.contacts.get().campaign_id != first.contacts.get().campaign_id


def test_what_says_nothing_or_was_sent_by_oneself_has_no_campaign() -> None:
    blank = filed(call(""))
    own = filed()
    Contact.objects.create(
        complaint=own, channel="sms", direction="out", sender="1069", text="T 退订谢谢不要再发"
    )
    sweep()
    assert not Campaign.objects.exists()
    for one in (blank, own):
        contact = one.contacts.get()
        assert contact.grouped_at == NOW
        assert contact.campaign_id is None
    assert group_contacts(by=SWEEP, at=NOW) == 0


def test_the_same_groups_in_one_sweep_or_in_many() -> None:
    for n in range(1, 9):
        filed(sms(OFFER.format(n=n)), sms(DEBT.format(n=n, name="李某")), call(f"1380000000{n % 3}"))
    sweep()
    at_once = partition()
    Contact.objects.update(campaign=None, grouped_at=None)
    Campaign.objects.all().delete()
    assert sweep(most=1) == 24
    assert partition() == at_once
    before = set(Contact.objects.values_list("pk", "campaign_id"))
    Contact.objects.update(grouped_at=None)  # once more over what is grouped already
    sweep(most=7)
    assert set(Contact.objects.values_list("pk", "campaign_id")) == before


def test_a_draft_is_not_looked_at_and_its_contacts_are_once_it_is_filed() -> None:
    draft, _code = open_draft(by=Actor())
    Contact.objects.create(complaint_id=draft.pk, channel="sms", sender="1069", text=OFFER.format(n=1))
    assert sweep() == 0
    Contact.objects.update(complaint_id=filed().pk)
    assert sweep() == 1


def test_one_grouper_at_a_time() -> None:
    filed(sms(OFFER.format(n=1)))
    other: BaseDatabaseWrapper = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_GROUPER])
            assert group_contacts(by=SWEEP, at=NOW) == 0
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_GROUPER])  # a pool keeps the session
    finally:
        other.close()
    assert group_contacts(by=SWEEP, at=NOW) == 1


def test_only_the_portal_groups() -> None:
    with pytest.raises(PermissionError):
        group_contacts(by=Actor(), at=NOW)


def test_a_complainant_learns_in_steps_how_many_others_there_are_from_ten_on_a_week_later() -> None:
    mine = filed(sms(OFFER.format(n=1)), phone="13900000001")
    for others in range(1, 12):
        filed(sms(OFFER.format(n=others + 1)), phone=f"139000010{others:02d}")
        if others >= 9:
            sweep()
            assert others_reporting(mine) == (10 if others >= 10 else 0)
    filed(sms(OFFER.format(n=19)), phone="13900001001")  # somebody of before complains again
    sweep()
    assert others_reporting(mine) == 10
    assert others_reporting(mine, at=NOW + timedelta(days=6)) == 0
    assert others_reporting(mine, at=NOW + timedelta(days=7)) == 10
    assert others_reporting(filed(call("01065000000"))) == 0


@pytest.mark.parametrize(
    "said", [call("13900007788"), sms("我知道你每天几点下班，明天还在老地方等你", sender="13900007788")]
)
def test_who_disturbs_from_a_telephone_of_their_own_learns_nothing_of_their_victim(
    said: ContactInput,
) -> None:
    """Ten complaints of one's own about oneself, and the number told says whether there is an eleventh."""
    filed(said, phone="13900000001")
    own = [filed(said, phone=f"139000020{turn:02d}") for turn in range(10)]
    sweep()
    assert {others_reporting(one) for one in own} == {0}


def test_a_service_number_is_spoken_of() -> None:
    cases = [filed(call("95000123"), phone=f"139000030{turn:02d}") for turn in range(11)]
    sweep()
    assert others_reporting(cases[0]) == 10


def test_reading_a_row_of_strange_text_harms_nothing() -> None:
    odd = ["\u200b", "【】", "⌗⌁⍟⋯", "a" * 30_000, "'; DROP TABLE x;--", "\ud83d"[:0] + "🙂" * 50]
    filed(*[sms(text, sender="1.06558E+16") for text in odd], key=uuid.uuid4())
    assert sweep() == len(odd)
