"""Three platforms get three letters: each is a recipient by its own name, and learns nothing of the others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from filings import services
from filings.models import Paper, Recipient
from legal.services import assess_complaint
from tests.cases import NOW, Case, make_case, make_hand_recipient, make_user, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
PLATFORMS = ("示例支付公司", "示例外卖公司", "示例网盘公司")
FACTS: Any = {
    "kind": "second_hand_number",
    "event": {"first": "2026-02-20", "last": "2026-03-10"},
    "complainant": {"region": "310113", "capacity": "subscriber", "consumer_of_respondent": True},
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["示例支付", "示例外卖"]},
}


def bound(story: str = "号码还绑着别人的账号。") -> Case:
    owner = make_user("owner")
    complaint = file_complaint(
        by=Actor.of_user(owner),
        kind=FACTS["kind"],
        situations=["account_bound"],
        story=story,
        facts=FACTS,
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(role="platform", name=name) for name in PLATFORMS],
        at=NOW,
    ).complaint
    return Case(complaint, owner, Actor.of_user(owner))


def named(case: Case, name: str) -> Recipient:
    return services.name_recipient(by=case.by, complaint=case.complaint, channel="platform", name=name)


def test_three_platforms_get_three_letters_and_none_learns_of_another():
    case = bound()
    make_hand_recipient("platform")
    assert [one.name for one in services.recipients_of(case.complaint, "platform")] == list(PLATFORMS)
    filings = [prepared(case, named(case, name)) for name in PLATFORMS[:2]]
    for filing, name, other in zip(filings, PLATFORMS, reversed(PLATFORMS[:2]), strict=False):
        content = services.content_of(filing)
        assert content["recipient"]["name"] == name == filing.consent.recipient_name
        assert [row["name"] for row in content["fields"]["respondents"] if row["name"]] == [name]
        assert other not in filing.content
        assert content["fields"]["told.number"]["accounts_bound"] == [name.removesuffix("公司")]
    assert named(case, PLATFORMS[0]).pk == filings[0].recipient_id
    with pytest.raises(services.Refused, match=PLATFORMS[0]):
        prepared(case, named(case, PLATFORMS[0]))


def test_the_company_of_one_case_is_no_recipient_of_another():
    case, other = bound(), make_case()
    recipient = named(case, PLATFORMS[0])
    assert recipient not in Recipient.objects.of_channel("platform")
    with pytest.raises(services.Refused, match="没有这个接收方"):
        services.propose_consent(
            complaint=other.complaint, recipient=recipient, exhibits=(), document="letter", at=NOW
        )
    with pytest.raises(services.Refused, match="没有这个接收方"):
        named(other, PLATFORMS[0])


def test_a_company_that_the_case_names_no_more_is_no_recipient_of_it():
    """It would learn who is complained about in its place."""
    case = bound()
    recipient = named(case, PLATFORMS[0])
    case.complaint.parties.filter(organisation_name=PLATFORMS[0]).update(organisation_name="更正后的支付公司")
    about: Any = {"complaint": case.complaint, "recipient": recipient}
    for attempt in (
        lambda: services.propose_consent(exhibits=(), document="letter", at=NOW, **about),
        lambda: services.prepare(by=case.by, consent_digest="", at=NOW, **about),
        lambda: services.begin_paper(by=case.by, at=NOW, **about),
    ):
        with pytest.raises(services.Refused, match="没有这个接收方"):
            attempt()


def test_the_page_lists_each_company_and_goes_on_to_its_consent(client: Client):
    case = bound()
    assess_complaint(by=case.by, complaint=case.complaint)
    client.force_login(case.owner)
    address = reverse("choose_recipient", args=[case.complaint.number, "platform"])
    page = client.get(address).content.decode()
    assert all(page.count(f'value="{name}"') == 1 for name in PLATFORMS)
    assert not Recipient.objects.filter(complaint=case.complaint).exists()
    answer = client.post(address, {"name": PLATFORMS[1]}, follow=True)
    assert f"接收方：{PLATFORMS[1]}" in answer.content.decode()
    refused = client.post(address, {"name": "别的公司"}, follow=True)
    assert "没有这个接收方" in refused.content.decode()


def test_a_letter_is_drafted_to_the_company_that_the_case_names(client: Client):
    case = bound()
    assess_complaint(by=case.by, complaint=case.complaint, at=NOW)
    make_hand_recipient("platform")
    client.force_login(case.owner)
    address = reverse("papers", args=[case.complaint.number])
    page = client.get(address).content.decode()
    assert 'name="company"' in page
    assert "示例举报中心" not in page
    sent = client.post(address, {"channel": "platform", "company": PLATFORMS[0]})
    assert Paper.objects.get().recipient.name == PLATFORMS[0]
    assert sent.status_code == 302


def test_the_operator_that_the_case_names_is_offered_first_and_the_others_folded(client: Client):
    case = bound("在联通营业厅办的号，10010也打了，号码还绑着别人的账号。")
    assess_complaint(by=case.by, complaint=case.complaint)
    kept = {name: make_hand_recipient("operator") for name in ("移动", "联通")}
    for name, one in kept.items():
        Recipient.objects.filter(pk=one.pk).update(name=f"中国{name}客服")
    client.force_login(case.owner)
    page = client.get(reverse("choose_recipient", args=[case.complaint.number, "operator"]))
    assert [one.name for one, _having in page.context["recipients"]] == ["中国联通客服"]
    assert [one.name for one, _having in page.context["others"]] == ["中国移动客服"]
