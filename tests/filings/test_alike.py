"""From a case to others of the same person, against the same respondent, from the same number: linked, never merged."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation, User
from filings import services
from filings.models import DeskCampaign, Filing
from filings.models.campaigns import Campaign
from filings.moves import State
from tests.filings.desk_cases import Desk, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_case import address
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/filings/filing/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    return signed_in(desk.caseworker)


def links(client: Client, filing: Filing) -> dict[str, str]:
    page = client.get(address(filing))
    assert forbidden(page) == []
    found = re.findall(rf'href="([^"]+same=(\w+)-{filing.pk})"', page.content.decode())
    return {what: way.replace("&amp;", "&") for way, what in found}


def behind(client: Client, way: str) -> set[str]:
    return {row.number for row in client.get(way).context["queue"].rows}


def test_the_case_leads_to_what_is_alike_and_to_nothing_of_another_desk(
    desk: Desk, caseworker: Client
) -> None:
    told = {"phone": "13900001234", "respondent": "示例优选商城有限公司", "sender": "10690000123456"}
    case = on_desk(desk, **told)
    person = on_desk(
        desk, phone="13900001234", respondent="另一家公司", sender="955550000", state=State.DECIDED
    )
    respondent = on_desk(desk, phone="13800001111", respondent=told["respondent"], sender="955551111")
    number = on_desk(desk, phone="13800002222", respondent="示例优选商城有限公司分店", sender=told["sender"])
    longer = on_desk(desk, phone="13800003333", respondent="第三家公司", sender=told["sender"] + "7")
    elsewhere = on_desk(make_desk("乙市市场监督管理局", channel="12315_report"), **told)
    ways = links(caseworker, case)
    own = case.complaint.number
    assert behind(caseworker, ways["person"]) == {own, person.complaint.number}
    assert behind(caseworker, ways["respondent"]) == {own, respondent.complaint.number}
    assert behind(caseworker, ways["sender"]) == {own, number.complaint.number}
    assert longer.complaint.number not in behind(caseworker, ways["sender"])
    assert "同一被投诉方" in words(caseworker.get(ways["respondent"]))
    # Named by a case that lies elsewhere, or by none at all, the list is empty; nothing is in the address but its id.
    assert behind(caseworker, f"{QUEUE}?state=all&same=respondent-{elsewhere.pk}") == set()
    assert not any(said in way for way in ways.values() for said in told.values())


def test_what_was_withdrawn_links_nothing_and_is_linked_no_more(desk: Desk, caseworker: Client) -> None:
    owner = User.objects.create_user("complainant", password="x")
    case, gone = on_desk(desk), on_desk(desk, owner=owner, state=State.ACCEPTED)
    ways = links(caseworker, case)
    assert gone.complaint.number in behind(caseworker, ways["respondent"])
    services.withdraw_consent(by=Actor.of_user(owner), filing=gone)
    for what in ("person", "respondent", "sender"):
        assert behind(caseworker, ways[what]) == {case.complaint.number}
        assert behind(caseworker, f"{QUEUE}?state=all&same={what}-{gone.pk}") == set()


def test_a_telephone_links_neither_where_it_was_not_sent_nor_where_who_complained_is_closed(
    desk: Desk,
) -> None:
    quiet = make_desk("示例举报中心", channel="12321")
    client = signed_in(quiet.caseworker)
    filing, _other = (on_desk(quiet, withheld={"complainant.phone"}) for _place in range(2))
    assert "person" not in links(client, filing)
    assert behind(client, f"{QUEUE}?state=all&same=person-{filing.pk}") == set()
    one, _two = on_desk(desk), on_desk(desk)
    Organisation.objects.filter(pk=desk.organisation.pk).update(identity="need")
    masked = signed_in(desk.caseworker)
    assert sorted(links(masked, one)) == ["respondent", "sender"]
    assert behind(masked, f"{QUEUE}?state=all&same=person-{one.pk}") == set()
    services.open_identity(by=Actor.of_user(desk.caseworker), filing=one, need="要打电话核实")
    assert behind(masked, f"{QUEUE}?state=all&same=person-{one.pk}") == {one.complaint.number}


def test_a_campaign_is_chosen_in_the_bar(desk: Desk, caseworker: Client) -> None:
    at = timezone.now()
    campaign = Campaign.objects.create(basis="text", key="0" * 64, founded_at=at)
    DeskCampaign.objects.create(
        organisation=desk.organisation, campaign=campaign, basis="text", signature="示例优选", complaints=2, people=2,
        messages=2, last_sent_at=at, refreshed_at=at,
    )  # fmt: skip
    on_desk(desk)
    option = f'<option value="{campaign.pk}">示例优选</option>'
    page = caseworker.get(QUEUE).content.decode()
    assert option in page
    assert '<select name="campaign">' in page
    chosen = caseworker.get(QUEUE, {"campaign": campaign.pk, "state": "all"}).content.decode()
    assert option.replace(">示", " selected>示") in chosen
    assert chosen.count('name="campaign"') == 1
