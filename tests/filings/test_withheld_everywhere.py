"""What is withheld from a recipient changes nothing that they open: page, JSON, mail with its papers, row of a campaign.

The papers' content is held to it channel by channel beside this (``test_consent_decides``); here two cases go the whole way,
each differing in what its person does not give.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from complaints.services import (
    ComplainantInput,
    ContactInput,
    RespondentInput,
    file_complaint,
    group_contacts,
)
from core.canonical import canonical
from filings import services
from filings.models import Filing, Recipient, Sighting
from filings.ways import email
from tests.cases import FACTS, NOW, make_mail_recipient, make_user
from tests.documents.reading import text_of
from tests.filings.desk_cases import make_desk
from tests.filings.pages import words
from tests.filings.test_desk_queue import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

# What tells one filing from another, whatever was given: numbers, ids, hashes, codes, moments.
_OWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:sha256:)?[0-9a-f]{16,}|/\d+/|\"id\": ?\d+"
    r"|\d{4}-\d\d-\d\dT[\d:.+]+"
)
_SIZE = re.compile(r"[\d.]+\s(?:KB|字节)")  # of papers, which carry the number of the case


@dataclass
class Told:
    """What somebody says when they file."""

    facts: dict[str, Any]
    person: dict[str, str]
    respondent: str = "示例优选商城有限公司"
    story: str = "我回了退订，第二天又收到三条推销短信。"
    asks: tuple[str, ...] = ("请说明号码是从哪里来的",)


def told() -> Told:
    facts = deepcopy(FACTS)
    facts |= {
        "number": {"second_hand": True, "told": False, "released_on": "2025-11-07"},
        "charges": {"residual": True, "item": "彩铃", "monthly": 9.5, "months": 3},
        "data": {"source": "leak"},
        "debt": {"owed": "none", "debtor": "别人的名字"},
        "loss": {"mental": "severe", "costs": [{"what": "公证", "yuan": 83.19}]},
        "prior": [{"to": "operator", "act": "complaint", "on": "2026-03-01", "satisfied": False}],
    }
    person = {
        "name": "王小宁",
        "phone": "13900001234",
        "email": "wang@example.cn",
        "id_number": "11010119900307109X",
        "address": "上海市宝山区示例路 1 号",
        "region": "310113",
    }
    return Told(facts, person)


def sent(said: Told, recipient: Recipient, left_out: frozenset[str], owner: User) -> Filing:
    by = Actor.of_user(owner)
    respondents = [RespondentInput(role="content_provider", name=said.respondent)]
    case = file_complaint(
        by=by,
        kind="harassment",
        situations=["optout_ignored"],
        story=said.story,
        facts=cast(Any, said.facts)
        | {"respondents": [{"role": "content_provider", "name": said.respondent}]},
        complainant=ComplainantInput(**said.person),
        respondents=respondents,
        contacts=[
            ContactInput(channel="sms", sender="10690000123456", text=text, received_at=NOW)
            for text in ("【示例优选】全场五折，退订回T", "【示例优选】会员日满减，退订回T")
        ],
        at=NOW,
    ).complaint
    meant: Any = {
        "complaint": case,
        "recipient": recipient,
        "exhibits": (),
        "document": "letter",
        "wishes": services.Wishes(asks=said.asks),
        "giving": services.Giving(left_out=left_out),
        "at": NOW,
    }
    shown = services.propose_consent(**meant)
    filing = services.prepare(by=by, consent_digest=shown.digest, **meant)
    services.confirm(by=by, filing=filing, at=NOW)
    return filing


def plain(filing: Filing, text: str) -> str:
    for own in (filing.complaint.number, filing.complaint.receipt.code):
        text = text.replace(own, "·")
    return _SIZE.sub("·", _OWN.sub("·", text))


def opened(filing: Filing, caseworker: Client) -> dict[str, str]:
    """All that a desk can open of it."""
    page = caseworker.get(reverse("admin:filings_filing_change", args=[filing.pk]))
    answer = caseworker.get(reverse("api-filing", args=[filing.pk]))
    assert (page.status_code, answer.status_code) == (200, 200)
    papers = [
        services.open_document(by=_reader(caseworker), document=one).read() for one in filing.documents.all()
    ]
    return {
        "page": plain(filing, words(page)),
        "json": plain(filing, canonical(_stable(answer.json()))),
        "papers": plain(filing, "\n".join(map(text_of, papers))),
    }


def counted() -> None:
    while group_contacts(by=Actor.system("campaigns"), at=NOW):
        pass
    while services.sight_filings(by=Actor.system("campaigns"), at=NOW):
        pass


def counts(filing: Filing) -> list[Any]:
    """What the figures and the lead of a campaign are made of."""
    rows = Sighting.objects.filter(filing=filing).order_by("campaign_id")
    return list(rows.values("campaign_id", "messages", "days", "senders", "texts", "grounds", "place"))


def _stable(answer: dict[str, Any]) -> dict[str, Any]:
    """Without the sizes of papers, which carry the number of the case."""
    return answer | {"documents": [{**one, "size": 0} for one in answer["documents"]]}


def _reader(caseworker: Client) -> Actor:
    return Actor.of_user(User.objects.get(pk=caseworker.session["_auth_user_id"]))


def mailed(filing: Filing) -> dict[str, str]:
    message = message_from_bytes(email.build(filing, services.content_of(filing), at=NOW), policy=default)
    heads = "\n".join(f"{name}: {value}" for name, value in message.items() if name != "Content-Type")
    body = message.get_body()
    assert body is not None
    papers = [text_of(one.get_content()) for one in message.iter_attachments()]  # type: ignore[attr-defined]
    names = [str(one.get_filename()) for one in message.iter_attachments()]  # type: ignore[attr-defined]
    return {
        "mail": plain(filing, "\n".join([heads, body.get_content(), *names])),
        "papers": plain(filing, "\n".join(papers)),
    }


def _facts(group: str, **said: Any) -> Any:
    return lambda one: one.facts.setdefault(group, {}).update(said)


def _person(**said: str) -> Any:
    return lambda one: one.person.update(said)


OTHERWISE: dict[str, Any] = {
    "name": _person(name="李大海"),
    "telephone": _person(phone="13900009999"),
    "identity": _person(id_number="110101198001010010"),
    "address": _person(address="河南省郑州市示例路 9 号"),
    "e-mail": _person(email="other@example.cn"),
    "region": lambda one: (
        one.person.update(region="410102"),
        one.facts["complainant"].update(region="410102"),
    ),
    "respondents": lambda one: setattr(one, "respondent", "另一家有限公司"),
    "story": lambda one: setattr(one, "story", "别的经过。"),
    "asks": lambda one: setattr(one, "asks", ()),
    "debtor": _facts("debt", debtor="另一个人"),
    "costs": lambda one: one.facts["loss"].update(costs=[]),
    "prior": lambda one: one.facts.update(prior=[]),
    "event": _facts("event", first="2025-12-02"),
    "contacts": _facts("contacts", count=77, after_refusal=5),
    "content": _facts("content", sender_identified=False, opt_out_works=True),
    "consent": _facts("consent", status="explicit"),
    "refusal": _facts("refusal", on="2026-02-25", ways=["hotline"]),
    "number": _facts("number", second_hand=False),
    "charges": _facts("charges", residual=False),
    "monthly": _facts("charges", monthly=12.5),
    "data": _facts("data", source="order"),
    "debt": _facts("debt", owed="others"),
    "loss": _facts("loss", mental="none"),
}
PERSON = ("identity", "e-mail", "debtor", "costs")
TABLE: dict[str, tuple[str, frozenset[str], tuple[str, ...]]] = {
    # to a desk, with both groups of answers, the name and the telephone left out
    "report": (
        "12315_report",
        frozenset({"complainant.name", "complainant.phone", "number", "asks", "prior", "tally", "contact_answers",
                   "case_answers"}),
        ("name", "telephone", "address", "region", "asks", "prior", *PERSON, "event", "contacts", "content",
         "consent", "refusal", "number", "charges", "monthly", "data", "debt", "loss"),
    ),
    # that gets no name, no story, and where that is left out learns nothing of whom it is about
    "messages": (
        "12321",
        frozenset({"contact_answers", "respondents", "tally", "told.number", "told.debt"}),
        ("name", "address", "respondents", "story", "asks", "prior", *PERSON, "charges", "number", "debt"),
    ),
    # whose days are others in some provinces
    "operator": (
        "operator",
        frozenset({"case_answers", "respondents", "story", "messages", "costs", "prior"}),
        ("address", "region", "respondents", "story", "prior", *PERSON, "charges", "data"),
    ),
}  # fmt: skip


def differing(names: tuple[str, ...]) -> Told:
    said = told()
    for name in names:
        OTHERWISE[name](said)
    return said


@pytest.mark.parametrize("kind", TABLE)
def test_what_a_desk_opens_is_the_same_whatever_was_withheld(kind: str) -> None:
    channel, left_out, names = TABLE[kind]
    desk, owner = make_desk(channel=channel), make_user("owner")
    caseworker = signed_in(desk.caseworker)
    made = []
    for chosen in ((), names):
        filing = sent(differing(chosen), desk.recipient, left_out, owner)
        made.append(filing)
    services.sweep_outbox(at=NOW)
    here = [Filing.objects.get(pk=filing.pk) for filing in made]
    one, other = [opened(filing, caseworker) for filing in here]
    for what, text in one.items():
        assert text
        assert other[what].split() == text.split(), what
    counted()
    assert counts(here[0]) == counts(here[1])


def test_what_is_mailed_is_the_same_whatever_was_withheld() -> None:
    to, owner = make_mail_recipient(), make_user("owner")
    left_out = frozenset(
        {"respondents", "story", "costs", "prior", "told.charges", "told.number", "told.data", "told.debt"}
    )
    names = (
        "address",
        "respondents",
        "story",
        "prior",
        *PERSON,
        "number",
        "charges",
        "monthly",
        "data",
        "debt",
    )
    one, other = [mailed(sent(differing(chosen), to, left_out, owner)) for chosen in ((), names)]
    assert one == other
