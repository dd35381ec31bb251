"""A campaign at a desk: from what was sent there and nothing else; nobody is recognised in it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Contact
from complaints.services import group_contacts
from filings import services
from filings.models import DeskCampaign, Filing, Sighting
from filings.moves import State
from filings.services.campaigns.figures import Seen, figures
from filings.services.campaigns.places import place_of, place_rows
from filings.services.campaigns.sightings import _region_in as region_in
from tests.filings.desk_cases import Desk, make_desk, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

SWEEP = Actor.system("campaigns")
TEXT = "【示例优选】尊敬的{name}，双十一全场五折，满{n}00减{n}0，尾号{n}{n}{n}{n}的会员点 http://t.example/u/{n} 领券，退订回T"
NAMES = ("王小宁", "李大海", "欧阳小明", "赵一诺", "孙书瑶")


def campaign_of(desk: Desk, count: int = 3, first: int = 0, **more: Any) -> list[Filing]:
    """Complaints of so many people about the same offer."""
    return [
        on_desk(
            desk,
            name=NAMES[place % len(NAMES)],
            phone=f"1390000{place:04d}",
            text=TEXT.format(name=NAMES[place % len(NAMES)], n=place + 1),
            sender=f"1069000012{place % 2}",
            **more,
        )
        for place in range(first, first + count)
    ]


def swept() -> None:
    while group_contacts(by=SWEEP, at=timezone.now()):
        pass
    while services.sight_filings(by=SWEEP, at=timezone.now()):
        pass


def only(desk: Desk) -> DeskCampaign:
    return DeskCampaign.objects.get(organisation=desk.organisation)


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_desk_counts_what_was_sent_to_it() -> None:
    here, there = make_desk(), make_desk("乙市市场监督管理局", channel="12315_complaint")
    campaign_of(here, 4)
    campaign_of(there, 2, first=4)
    on_desk(here, text="【另一家】会员积分到期提醒请登录查看", sender="1069777")
    swept()
    one = only(here)
    assert (one.complaints, one.people, one.messages, one.signature) == (4, 4, 4, "示例优选")
    assert one.figures["senders"]["count"] == 2
    assert [row[1:] for row in one.figures["days"]] == [[4, 4]]
    assert only(there).complaints == 2


def test_the_order_and_the_number_of_sweeps_do_not_matter() -> None:
    desk = make_desk()
    campaign_of(desk, 2)
    swept()
    campaign_of(desk, 3, first=2)
    swept()
    bit_by_bit = DeskCampaign.objects.values("complaints", "people", "messages", "figures", "words").get()
    Sighting.objects.all().delete()
    DeskCampaign.objects.all().delete()
    Filing.objects.update(sighted_at=None)
    assert services.sight_filings(by=SWEEP, at=timezone.now()) == 5
    assert (
        DeskCampaign.objects.values("complaints", "people", "messages", "figures", "words").get()
        == bit_by_bit
    )
    assert services.sight_filings(by=SWEEP, at=timezone.now()) == 0


def test_one_complaint_is_no_campaign() -> None:
    desk = make_desk()
    campaign_of(desk, 1)
    swept()
    assert not DeskCampaign.objects.exists()


def test_what_was_not_sent_is_not_counted() -> None:
    """Neither messages that came in after the filing was frozen, nor a filing that waits to leave."""
    desk = make_desk()
    filings = campaign_of(desk, 3)
    Contact.objects.create(
        complaint=filings[0].complaint,
        channel="sms",
        sender="106900001299",
        text=TEXT.format(name="王小宁", n=9),
    )
    Filing.objects.filter(pk=filings[2].pk).update(state=State.QUEUED, sent_at=None)
    swept()
    one = only(desk)
    assert (one.complaints, one.messages) == (2, 2)
    assert "106900001299" not in str(one.figures)


def test_a_filing_waits_until_its_messages_are_grouped() -> None:
    campaign_of(make_desk(), 2)
    assert services.sight_filings(by=SWEEP, at=timezone.now()) == 0
    swept()
    assert DeskCampaign.objects.get().complaints == 2


def test_the_same_complaint_sent_twice_to_a_desk_is_one() -> None:
    desk = make_desk()
    campaign_of(desk, 3)
    swept()
    first = Sighting.objects.first()
    assert first is not None
    again = Filing.objects.get(pk=first.filing_id)
    again.pk, again._state.adding = uuid4(), True
    again.consent = another_consent(again)
    again.state = State.CLOSED
    again.sighted_at = None
    again.save(force_insert=True)
    swept()
    one = only(desk)
    assert (one.complaints, one.messages) == (3, 3)


def another_consent(filing: Filing) -> Any:
    consent = filing.consent
    consent.pk = None
    consent._state.adding = True
    consent.save(force_insert=True)
    return consent


def test_a_withdrawn_consent_takes_the_filing_out() -> None:
    desk = make_desk()
    filings = campaign_of(desk, 3)
    swept()
    Filing.objects.filter(pk=filings[0].pk).update(state=State.WITHDRAWN)
    swept()
    assert only(desk).complaints == 2
    assert not Sighting.objects.filter(filing=filings[0]).exists()
    Filing.objects.filter(pk=filings[1].pk).update(state=State.WITHDRAWN)
    swept()
    assert not DeskCampaign.objects.exists()


def test_content_that_is_not_what_was_consented_to_counts_for_nothing() -> None:
    desk = make_desk()
    filings = campaign_of(desk, 3)
    Filing.objects.filter(pk=filings[0].pk).update(content_digest="sha256:" + "0" * 64)
    swept()
    assert only(desk).complaints == 2


def test_only_the_portal_counts() -> None:
    with pytest.raises(PermissionError):
        services.sight_filings(by=Actor(), at=timezone.now())


# ── Nobody is recognised ─────────────────────────────────────────────────────────────────────────────────────────
def test_no_person_stands_in_what_is_kept_of_a_campaign() -> None:
    desk = make_desk("示例中心", channel="12315_complaint")
    for place, name in enumerate(NAMES):
        on_desk(
            desk,
            name=name,
            phone=f"1390000{place:04d}",
            text=f"【示例融信】{name}，请转告{name[-2:]}的家属，尾号{place}777的欠款今日必须还清，1390000{place:04d}，否则走访示例路{place}号单元",
            sender=f"1390000{place:04d}" if place == 4 else "10690000121",
        )
    swept()
    one = only(desk)
    kept = (
        f"{one.words}{one.figures}{list(Sighting.objects.values_list('texts', 'senders', 'days', 'place'))}"
    )
    for place, name in enumerate(NAMES):
        for personal in (name, name[-2:], f"1390000{place:04d}", f"{place}777"):
            assert personal not in kept, personal
    assert "的欠款今日必须还清" in one.words
    assert one.figures["senders"] == {"count": 1, "most": [["10690000121", 4, 4]]}


def test_a_text_of_two_people_is_not_shown() -> None:
    desk = make_desk()
    campaign_of(desk, 2)
    swept()
    assert (only(desk).words, only(desk).figures["samples"]) == ("", [])
    campaign_of(desk, 1, first=2)
    swept()
    assert "双十一全场五折" in only(desk).words


def seen(place: str, person: int, **more: Any) -> Seen:
    return Seen(complaint=uuid4(), person=str(person), messages=1, place=place, **more)


def test_small_places_are_told_as_one_and_people_not_twice() -> None:
    rows = [seen("310000", n) for n in range(4)] + [seen("310000", 3), seen("330000", 7), seen("340000", 8)]
    rows += [seen("", 9)]
    told = figures(rows)
    assert told.told["places"] == {"named": [["310000", 4]], "others": 2, "unknown": 1}
    assert (told.complaints, told.people) == (8, 7)


def test_a_prefecture_of_few_is_told_with_the_rest_of_its_province() -> None:
    rows = [seen("330100", n) for n in range(3)] + [seen("330200", 3), seen("330700", 4), seen("330000", 5)]
    rows += [seen("340100", 6), seen("340200", 7), seen("340000", 7), seen("350100", 8)]
    places = figures(rows).told["places"]
    assert places == {"named": [["330100", 3], ["330000", 3]], "others": 3, "unknown": 0}
    assert place_rows(places) == [("浙江 杭州市", 3), ("浙江（其余）", 3), ("其他地区", 3)]
    assert place_rows({"named": [["340000", 4]], "others": 2, "unknown": 1}) == [
        ("安徽", 4), ("其他地区", None), ("未提供地区", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "address", "place"),
    [
        ("330000", "浙江省杭州市示例路 5 号", "330100"),
        ("330000", "杭州市示例路 5 号", "330100"),
        ("33", "浙江 杭州市示例路 5 号", "330100"),
        ("330000", "示例路 5 号，杭州市民中心旁", "330000"),
        ("330000", "江苏省南京市示例路", "330000"),
        ("330106", "示例路 5 号", "330100"),
        ("422800", "", "422800"),  # 恩施州: called otherwise before 1993
        ("332100", "", "330000"),  # 嘉兴地区: until 1983
        ("429004", "", "420000"),  # right under the province
        ("310113", "上海市宝山区示例路 1 号", "310000"),
        ("500200", "重庆市示例路", "500000"),
        ("", "浙江省杭州市", ""),
    ],
)
def test_a_prefecture_is_taken_from_the_code_or_the_beginning_of_the_address(
    region: str, address: str, place: str
) -> None:
    assert place_of(region, address) == place


def test_a_place_is_only_known_where_the_address_was_sent() -> None:
    """12321 gets no address; a region that was told for another purpose is not told to it in figures."""
    for name, channel, expected in (("甲中心", "12321", ""), ("乙局", "12315_complaint", "330100")):
        desk = make_desk(name, channel=channel)
        campaign_of(desk, 2, region="330106")
        swept()
        places = set(Sighting.objects.filter(organisation=desk.organisation).values_list("place", flat=True))
        assert places == {expected}


def test_days_are_counted_in_shanghai() -> None:
    at = datetime(2026, 3, 1, 17, 30, tzinfo=timezone.get_default_timezone()) - timedelta(hours=1)
    desk = make_desk()
    campaign_of(desk, 2, at=at)
    swept()
    assert only(desk).first_on == date(2026, 3, 1)


def test_a_campaign_of_calls_is_called_by_its_number() -> None:
    desk = make_desk()
    for place in range(2):
        on_desk(desk, phone=f"1390000{place:04d}", text="", sender="010-65000000")
    swept()
    assert str(only(desk)) == "010-65000000"


def test_where_somebody_is_a_campaign_knows_by_what_the_desk_was_given_alone() -> None:
    assert region_in({}, "上海市宝山区示例路 1 号") == "310000"
    assert region_in({"case_answers": {"complainant": {"region": "330106"}}}, "示例路 1 号") == "330106"
    assert region_in({}, "示例路 1 号") == ""
