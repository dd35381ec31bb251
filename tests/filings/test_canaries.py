"""P18: a canary in every personal field; each filing holds exactly those that its channel may carry."""

import pytest

from accounts.actors import Actor
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from core.canonical import canonical
from documents.frozen import case_of
from documents.material import FIELDS
from documents.official import channels, form_of
from evidence.models import Exhibit
from filings.channels import fields_by_channel
from filings.models import Recipient
from filings.services import Wishes
from filings.services.sending.content import case_fields
from filings.services.sending.giving import freeze
from tests.cases import FACTS, NOW, make_user
from tests.documents.reading import text_of
from tests.filings.papers import documents_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

CANARIES = {
    "complainant.name": "金丝雀甲",
    "complainant.phone": "13911110001",
    "complainant.email": "canary@example.cn",
    "complainant.id_number": "11010119900307109X",
    "complainant.address": "金丝雀路乙号",
    "story": "金丝雀丙的经过",
    "messages": "金丝雀丁的短信",
    "tally": "金丝雀辛",
    "costs": "金丝雀戊的花费",
    "asks": "金丝雀己的请求",
    "respondents": "金丝雀庚有限公司",
}
SHARED = {"complainant.phone": {"number"}}  # a value that stands in two fields


def make_complaint():
    facts = FACTS | {"loss": {"costs": [{"what": CANARIES["costs"], "yuan": 30}]}}
    return file_complaint(
        by=Actor.of_user(make_user("canary")),
        kind="harassment",
        situations=["optout_ignored"],
        story=CANARIES["story"],
        facts=facts,
        complainant=ComplainantInput(
            name=CANARIES["complainant.name"],
            phone=CANARIES["complainant.phone"],
            email=CANARIES["complainant.email"],
            id_number=CANARIES["complainant.id_number"],
            address=CANARIES["complainant.address"],
        ),
        respondents=[RespondentInput(role="content_provider", name=CANARIES["respondents"])],
        contacts=[
            ContactInput(channel="sms", sender="1069", text=CANARIES["messages"], received_at=NOW),
            ContactInput(
                channel="sms",
                sender="1069",
                text="又一条",
                received_at=NOW,
                reading={"read": {"signature": CANARIES["tally"]}},
            ),
        ],
        at=NOW,
    ).complaint


def frozen(complaint, channel: str) -> dict:
    recipient = Recipient(name="某某", channel=channel, way="hand", contact="010-00000000")
    wishes = Wishes(asks=(CANARIES["asks"],))
    exhibits: list[Exhibit] = []
    return freeze(
        complaint=complaint,
        recipient=recipient,
        document="claim" if channel == "court" else "letter",
        fields=case_fields(complaint, fields_by_channel()[channel], exhibits, wishes),
        grounds=(),
        wishes=wishes,
        on=NOW.date(),
    )


def test_every_channel_has_its_list_and_every_list_its_channel():
    assert set(fields_by_channel()) == set(channels())
    for channel, names in fields_by_channel().items():
        assert set(names) <= set(FIELDS), channel


@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
def test_a_filing_holds_exactly_what_its_channel_may_carry(channel: str):
    complaint = make_complaint()
    content = frozen(complaint, channel)
    allowed = set(fields_by_channel()[channel])

    assert set(content["fields"]) <= allowed
    text = canonical(content)
    for name, canary in CANARIES.items():
        may = name in allowed or bool(SHARED.get(name, set()) & allowed)
        assert (canary in text) == may, f"{channel}: {name}"


@pytest.mark.parametrize("channel", ["12321", "operator", "12378", "court"])
def test_its_documents_print_no_more(channel: str):
    complaint = make_complaint()
    content = frozen(complaint, channel)
    printed = "".join(text_of(document.pdf) for _kind, document in documents_of(content, {}))
    allowed = set(fields_by_channel()[channel])
    for name, canary in CANARIES.items():
        if name not in allowed and not SHARED.get(name, set()) & allowed:
            assert canary not in printed, f"{channel}: {name}"
    assert CANARIES["messages"] in printed


@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
def test_what_the_portal_knows_and_a_form_requires_may_travel(channel: str):
    """A list that forgets a required field would make a letter that the recipient sends back."""
    unknown_here = {
        "complainant.ethnicity",
        "complainant.occupation",
        "complainant.employer",
        "complainant.postcode",
    }  # asked on paper; the portal never asks for them
    required = {name for name in form_of(channel).required if name in FIELDS} - unknown_here
    assert required <= set(fields_by_channel()[channel])


def test_content_comes_back_as_the_case_of_a_document():
    case = case_of(frozen(make_complaint(), "court"))
    assert case.complainant.name == CANARIES["complainant.name"]
    assert case.complainant.email == ""
    assert [str(cost.yuan) for cost in case.costs] == ["30"]
