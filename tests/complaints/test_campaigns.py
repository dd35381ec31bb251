"""Campaigns: grouped by a sweep, the same however it is cut, and told to a complainant as a number or not at all."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.actors import Actor
from complaints.models import Campaign, Complaint, Contact, Subscription
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


def confirmed(*contacts: ContactInput, phone: str, at: datetime = NOW - timedelta(days=7)) -> Complaint:
    """Filed by somebody who read the mail that was sent to them."""
    complaint = filed(*contacts, phone=phone)
    subscription(complaint, address_index=phone, at=at)
    return complaint


def subscription(complaint: Complaint, *, address_index: str, at: datetime | None) -> None:
    Subscription.objects.create(
        complaint=complaint, medium="mail", address_index=address_index, asked_at=NOW, confirmed_at=at
    )


def people(first: int, count: int) -> list[str]:
    return [f"139000{place:05d}" for place in range(first, first + count)]


LATER = NOW + timedelta(days=7)
UNBLURRED = "complaints.services.campaigns.MOST_BLUR"


def test_a_complainant_learns_in_steps_how_many_others_there_are_from_ten_on_a_week_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(UNBLURRED, 0)
    mine = confirmed(sms(OFFER.format(n=1)), phone="13900000001")
    for others, phone in enumerate(people(100, 11), start=1):
        confirmed(sms(OFFER.format(n=others + 1)), phone=phone)
        if others >= 9:
            sweep()
            assert others_reporting(mine, at=LATER) == (10 if others >= 10 else 0)
    assert others_reporting(mine, at=LATER - timedelta(days=1)) == 0
    assert others_reporting(filed(call("01065000000")), at=LATER) == 0


@pytest.mark.parametrize("mailbox", ["none", "asked", "one for all", "today"])
def test_who_confirmed_no_mailbox_of_their_own_a_week_ago_is_nobody(
    mailbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UNBLURRED, 0)
    cases = [filed(call("95000123"), phone=phone) for phone in people(300, 12)]
    for case in cases if mailbox != "none" else ():
        at = {"asked": None, "today": LATER}.get(mailbox, NOW)
        subscription(case, address_index="mailbox" if mailbox == "one for all" else case.number, at=at)
    sweep()
    assert others_reporting(cases[0], at=LATER) == 0


@pytest.mark.parametrize(
    "said",
    [
        call("13900007788"),
        sms("我知道你每天几点下班，明天还在老地方等你", sender="13900007788"),
        sms("【安宁】我知道你每天几点下班，明天还在老地方等你", sender="13900007788"),
    ],
)
@pytest.mark.parametrize("own_sender", ["13900007788", "10690000123456"])
def test_who_disturbs_from_a_telephone_of_their_own_learns_nothing_of_their_victim(
    said: ContactInput, own_sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten complaints of one's own about oneself, and the number told says whether there is an eleventh. A signature is
    typed in, the number from which one says that it came is typed in, and a mailbox is had for each."""
    monkeypatch.setattr(UNBLURRED, 0)
    lie = replace(said, sender=own_sender)
    own = [confirmed(lie, phone=phone) for phone in people(200, 10)]
    sweep()
    before = {others_reporting(one, at=LATER) for one in own}
    confirmed(said, phone="13900000001")
    sweep()
    assert {others_reporting(one, at=LATER) for one in own} == before == {0}


def test_a_service_number_is_spoken_of_from_a_number_that_nobody_knows_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cases = [confirmed(call("95000123"), phone=phone) for phone in people(300, 11)]
    sweep()
    told = []
    for secret in range(6):
        with monkeypatch.context() as with_key:
            with_key.setattr(
                "complaints.services.campaigns.blind_index", lambda _value, secret=secret: f"{secret:064x}"
            )
            told.append(others_reporting(cases[0], at=LATER))
    assert told == [10, 0, 0, 0, 0, 0]
    for phone in people(400, 5):
        confirmed(call("95000123"), phone=phone)
    sweep()
    assert others_reporting(cases[0], at=LATER) == 10


def test_reading_a_row_of_strange_text_harms_nothing() -> None:
    odd = ["\u200b", "【】", "⌗⌁⍟⋯", "a" * 30_000, "'; DROP TABLE x;--", "\ud83d"[:0] + "🙂" * 50]
    filed(*[sms(text, sender="1.06558E+16") for text in odd], key=uuid.uuid4())
    assert sweep() == len(odd)
