"""One list decides what leaves: everything that can be asked, by channel and way, withheld and given.

Withheld: cases that differ in it alone give equal content, and papers are made of the content alone. Given: what papers
and pages rest on is what the consent lists, line by line.
"""

import io
import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from docx import Document

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from core.canonical import canonical
from documents.editable import editable_statement
from documents.filed import made_of
from documents.material import DESK_FIELDS, FIELDS
from filings.channels import fields_by_channel
from filings.models import Recipient, Way
from filings.services import ConsentText, Giving, Wishes, propose_consent
from filings.services.law import entry_for
from filings.services.sending.consent import answers_in, claimed_in, declared_in
from filings.services.sending.content import GROUPS, case_fields, pleaded_in
from filings.services.sending.giving import CLAIMED, LABELS, content_given, fields_of, freeze, required_by
from legal.reasoning.facts import FACTS
from legal.reasoning.facts import label as fact_label
from tests.cases import NOW, make_desk, make_hand_recipient, make_mail_recipient, make_user
from tests.documents.reading import text_of
from tests.filings.papers import documents_of, words_of
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

ANSWERED: dict[str, Any] = {
    "event": {"first": "2023-01-03", "last": "2026-03-10"},
    "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {
        "channels": ["sms", "call"],
        "count": 8317,
        "max_per_day": 617,
        "after_refusal": 413,
        "night": True,
    },
    "content": {
        "commercial": True,
        "sender_identified": False,
        "opt_out_offered": False,
        "opt_out_works": False,
        "opt_out_fee": 0.17,
    },
    "consent": {"status": "none", "separate": False},
    "refusal": {"made": True, "on": "2024-02-05", "ways": ["writing"]},
    "data": {"shared_with_third_party": True, "source": "leak", "profiling": True},
    "number": {
        "second_hand": True,
        "told": False,
        "released_on": "2024-04-07",
        "activated_on": "2024-04-27",
        "mislabelled_as": "金丝雀标记",
        "label_reported_on": "2024-06-09",
        "accounts_bound": ["金丝雀账号"],
        "sim_replaced_by_other": True,
        "account_taken_over": True,
        "cancellation_fee": 71.93,
    },
    "charges": {
        "residual": True,
        "item": "金丝雀彩铃",
        "monthly": 91.37,
        "months": 3,
        "first_on": "2025-03-11",
        "last_on": "2025-05-13",
    },
    "debt": {
        "owed": "none",
        "claimed": 5171.31,
        "debtor": "金丝雀债务人",
        "told_them_on": "2025-06-17",
        "contacts_told": 47,
        "threats": ["violence"],
        "published": ["photo"],
        "impersonates": "lawyer",
        "per_day": 29,
        "paid_under_pressure": 61.53,
        "received": 3891.27,
        "repaid": 217.43,
    },
    "loss": {"mental": "severe", "costs": [{"what": "金丝雀公证", "yuan": 83.19}]},
    "prior": [
        {"to": "operator", "act": "complaint", "on": "2025-07-19", "ticket": "JSQ-5531", "satisfied": False}
    ],
}
"""Everything that the intake can ask, in values that stand nowhere else."""

# Where a value, as content or a paper says it, may come from: any of these fields on the list.
SAID: dict[str, tuple[str, ...]] = {
    "金丝雀甲": ("complainant.name",),
    "13911110001": ("complainant.phone", "number"),
    "11010119900307109X": ("complainant.id_number",),
    "1990年3月7日": ("complainant.birth",),
    "金丝雀路": ("complainant.address",),
    "金丝雀经过": ("story",),
    "金丝雀短信": ("messages",),
    "【金丝雀签名】": ("tally",),
    "金丝雀有限公司": ("respondents",),
    "金丝雀请求": ("asks",),
    "金丝雀公证": ("costs",),
    "83.19": ("costs",),
    "JSQ-5531": ("prior",),
    "2025年7月19日": ("prior",),
    "2025-07-19": ("prior",),
    "8317": ("told.contacts",),
    "617次": ("told.contacts",),
    "413次": ("told.contacts",),
    "22时至次日8时": ("told.contacts",),
    "看不出": ("told.content",),
    "没有写明退订方式": ("told.content",),
    "0.17": ("told.content",),
    "没有同意过": ("told.consent",),
    "2024年2月5日": ("told.refusal",),
    "2024-02-05": ("told.refusal",),
    "以书面的方式": ("told.refusal",),
    "2024-04-07": ("told.number",),
    "2024年4月7日": ("told.number",),
    "金丝雀标记": ("told.number",),
    "金丝雀账号": ("told.number",),
    "71.93": ("told.number",),
    "金丝雀彩铃": ("told.charges",),
    "91.37": ("told.charges",),
    "274.11": ("told.charges",),
    "335.64": ("told.charges",),
    "2025年3月11日": ("told.charges",),
    "2025-05-13": ("told.charges",),
    "5171.31": ("told.debt",),
    "47人": ("told.debt",),
    "2025年6月17日": ("told.debt",),
    "以言语恐吓": ("told.debt",),
    "冒充律师": ("told.debt",),
    "61.53": ("told.debt",),
    "金丝雀债务人": (),
    "severe": ("told.loss",),
    "精神上的影响": ("told.loss",),
}
ASKED = {f"{group}.{name}" for group, said in ANSWERED.items() if isinstance(said, dict) for name in said}
# By hand goes everything that goes by mail, and a pack and a sheet besides. At desks the lists differ in the answers alone.
SENT = [
    *((channel, Way.HAND) for channel in sorted(fields_by_channel())),
    *((channel, Way.DESK) for channel in ("12321", "12315_complaint", "court")),
    *((channel, Way.EMAIL) for channel in ("12321", "operator")),
]
MAKE: dict[str, Any] = {
    Way.DESK: lambda channel: make_desk(channel=channel)[0],
    Way.EMAIL: make_mail_recipient,
    Way.HAND: make_hand_recipient,
}
WISHES = Wishes(asks=("金丝雀请求",))
# Another answer, where one day later, one more or the opposite is none.
OTHERWISE: dict[str, Any] = {
    "complainant.region": "430100",
    "complainant.capacity": "subscriber",
    "contacts.channels": ["app"],
    "consent.status": "explicit",
    "refusal.ways": ["hotline"],
    "data.source": "order",
    "number.mislabelled_as": "别的标记",
    "number.accounts_bound": [],
    "charges.item": "别的项目",
    "debt.owed": "others",
    "debt.debtor": "别的人",
    "debt.threats": [],
    "debt.published": [],
    "debt.impersonates": "court",
    "loss.mental": "none",
    "loss.costs": [],
}


@once_a_module
def complaint() -> Complaint:
    return file_complaint(
        by=Actor.of_user(make_user("canary")),
        kind="harassment",
        situations=["optout_ignored"],
        story="金丝雀经过",
        facts={"kind": "harassment", "situations": ["optout_ignored"], **ANSWERED},
        complainant=ComplainantInput(
            name="金丝雀甲",
            phone="13911110001",
            id_number="11010119900307109X",
            address="金丝雀路1号",
            region="310113",
        ),
        respondents=[RespondentInput(role="content_provider", name="金丝雀有限公司")],
        contacts=[
            ContactInput(channel="sms", sender="10690001", text="金丝雀短信", received_at=NOW),
            ContactInput(
                channel="sms",
                sender="10690001",
                text="又一条",
                received_at=NOW,
                reading={"read": {"signature": "金丝雀签名"}},
            ),
        ],
        at=NOW,
    ).complaint


def recipient_of(channel: str, way: str) -> Recipient:
    """Not stored: nothing that is made of it is."""
    return Recipient(name="示例单位", channel=channel, way=way, contact="010-00000000", email="a@example.cn")


def read(complaint: Complaint) -> Complaint:
    """A copy to answer otherwise in, read whole as whoever prepares reads it."""
    return Complaint.objects.select_related("receipt").get(pk=complaint.pk).read_whole()


def given(
    complaint: Complaint, channel: str, way: str, *left_out: str, wishes: Wishes = WISHES
) -> dict[str, Any]:
    return content_given(
        complaint=complaint,
        recipient=recipient_of(channel, way),
        document="claim" if channel == "court" else "letter",
        exhibits=[],
        uncovered=(),
        wishes=wishes,
        giving=Giving(left_out=frozenset(left_out)),
        on=NOW.date(),
        entry=entry_for(complaint, channel, NOW.date()),
    )


def bearers(item: str) -> set[str]:
    """The fields that carry a fact or field of a case."""
    group = item.partition(".")[0]
    if item in FIELDS or item in ("debt.debtor",):
        return {item} & FIELDS.keys()
    if item == "loss.costs":
        return {"costs"}
    return {f"told.{group}", *(name for name, groups in GROUPS.items() if group in groups)}


@cache
def given_whole(complaint: Complaint, channel: str, way: str) -> dict[str, Any]:
    """What is given where nothing is left out: of the module's one case, once."""
    return given(read(complaint), channel, way)


@cache
def shown_whole(complaint: Complaint, channel: str, way: str) -> ConsentText:
    """The consent that is asked for it."""
    return propose_consent(
        complaint=read(complaint),
        recipient=MAKE[way](channel=channel),
        exhibits=[],
        document=given_whole(complaint, channel, way)["document"],
        wishes=WISHES,
        at=NOW,
    )


# An address and an identity number stand in no other field; a telephone is the number, too.
ITEMS = [*sorted(ASKED - {"event.first"}), "complainant.name", "complainant.address", "complainant.id_number",
         "respondents", "story", "prior", "asks"]  # fmt: skip


def answered_otherwise(complaint: Complaint, items: Iterable[str]) -> tuple[Complaint, Wishes]:
    """The same case with other answers; nothing is stored."""
    other, wishes = read(complaint), WISHES
    other.facts = deepcopy(other.facts)
    person = other.complainant
    for item in items:
        if item.startswith("complainant.") and item in FIELDS:
            name = item.partition(".")[2]
            setattr(person, name, {"id_number": "11010119800101001X"}.get(name, "别的"))
        elif item == "respondents":
            other.respondents[0].organisation_name = "别的公司"
            other.respondents[0].role = "operator"
            other.facts["respondents"] = [{"role": "operator", "name": "别的公司"}]
        elif item == "story":
            other.story = "别的经过"
        elif item == "prior":
            other.facts["prior"] = []
        elif item == "asks":
            wishes = Wishes()
        else:
            group, name = item.split(".")
            other.facts[group][name] = other_answer(item, other.facts[group][name])
    return other, wishes


def other_answer(item: str, said: Any) -> Any:
    if item in OTHERWISE:
        return OTHERWISE[item]
    if isinstance(said, bool):
        return not said
    if isinstance(said, str):
        return (date.fromisoformat(said) - timedelta(days=1)).isoformat()
    return said + 1


def withheld(allowed: Iterable[str], *left_out: str) -> list[str]:
    """What a list of fields doesn't carry, of all that can be asked."""
    carried = {*allowed} - {*left_out}
    return [item for item in ITEMS if not bearers(item) & carried]


def test_every_fact_that_can_be_asked_is_answered_here():
    missing = {name for name in FACTS if "." in name} - ASKED
    # What contradicts another answer, says the same again, or chooses the articles alone.
    assert missing == {
        "complainant.age",  # follows from the child's day of birth
        "debt.collected_by",
        "number.secrets_given",
        "consent.required_for_service",
        "contacts.numbers",
        "contacts.about",
        "event.months",
        "debt.card",
        "debt.phone_bill",
        "content.own_service",  # follows from the story
        "number.label_returned",
        "debt.others_collect",
        "debt.no_harm_told",
        "debt.told_another",
        "content.source_open",
        "contacts.first_on",  # follows from the story
        "contacts.of_all",
        "contacts.by_others",
        "debt.debtor_dead",
        "debt.debtor_kin",
        "debt.died",
        "debt.death_told",
        "debt.paid_to_agent",
        "debt.advance_fee",
        "debt.taken",
        "debt.contract",
        "debt.taken_on",
        "debt.ended",
        "debt.ended_how",
        "debt.ended_on",
        "debt.ended_proof",
        "debt.said_as",
        "debt.signed_nothing",
        "debt.denied_by",
        "debt.item",
        "debt.own_account",
        "debt.unactivated",
        "debt.not_got",
        "debt.time_barred",
        "data.from_another",
        "data.named",
        "data.late_kin",
        "data.late_health",
        "number.signed_blank",
        "complainant.for_business",
        "loss.wished",  # asked for where nothing was spent
        "loss.wished_as",
        "number.unpaid_accounts",
        "number.listed_as",
        "charges.stopped",
        "debt.court_paper",
        "debt.illegal_lending",
        "number.rebound_by_former_holder",
        "number.registrant_is_me",
        "number.opened_by_me",
        "number.disputed",
    }
    assert set(fields_by_channel()["court"]) >= {
        name for names in SAID.values() for name in names if name in FIELDS
    }


# ── Withheld ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("channel", "way"), SENT)
def test_cases_that_differ_in_what_is_withheld_give_equal_papers(
    complaint: Complaint, channel: str, way: str
):
    items = withheld(fields_of(channel, way))
    assert "debt.debtor" in items
    before = given_whole(complaint, channel, way)
    other, wishes = answered_otherwise(complaint, items)
    assert given(other, channel, way, wishes=wishes) == before


def test_each_answer_alone_that_a_report_of_messages_withholds_changes_nothing_in_it(complaint: Complaint):
    items = withheld(fields_of("12321", Way.HAND))
    assert {"debt.debtor", "charges.monthly", "data.source", "story"} < {*items}
    # Whose numbers they are, whose debt somebody calls for, and as whom, is part of what it looks into.
    assert not {"respondents", "debt.owed", "debt.impersonates", "number.second_hand"} & {*items}
    before = given_whole(complaint, "12321", Way.HAND)
    for item in items:
        other, wishes = answered_otherwise(complaint, [item])
        assert given(other, "12321", Way.HAND, wishes=wishes) == before, item


@pytest.mark.parametrize(("channel", "way"), [("12315_complaint", Way.DESK), ("12321", Way.EMAIL)])
def test_a_field_that_is_left_out_takes_all_it_says_with_it(complaint: Complaint, channel: str, way: str):
    optional = [name for name in fields_of(channel, way) if name not in required_by(channel)]
    for name in optional:
        check_left_out(complaint, channel, way, name)


def test_all_that_a_court_does_not_require_can_be_left_out_of_a_claim(complaint: Complaint):
    optional = [name for name in fields_of("court", Way.HAND) if name not in required_by("court")]
    assert {"told.charges", "told.debt", "messages", "tally", "prior", "costs"} < {*optional}
    check_left_out(complaint, "court", Way.HAND, *optional)
    check_left_out(complaint, "court", Way.HAND, "told.charges")


def check_left_out(complaint: Complaint, channel: str, way: str, *names: str) -> None:
    allowed = fields_of(channel, way)
    before = given(read(complaint), channel, way, *names)
    assert not {*names} & {*before["fields"]}
    assert told_too_much(canonical(before), before["fields"]) == [], names
    items = set(withheld(allowed, *names)) - set(withheld(allowed))
    other, wishes = answered_otherwise(complaint, items)
    assert given(other, channel, way, *names, wishes=wishes) == before, names


def test_the_answers_that_a_tally_counts_with_go_with_them(complaint: Complaint):
    """“2024年2月5日拒绝后仍收到2条” is said of the person's own word alone, and of whom they name."""
    said = given_whole(complaint, "court", Way.HAND)["fields"]
    assert said["told.contacts"]["count"] == 8317
    without = given(read(complaint), "court", Way.HAND, "told.contacts", "told.refusal")["fields"]
    assert "8317" not in canonical(without)
    assert "拒绝" not in canonical(without["tally"])


def test_who_said_more_than_is_on_file_is_held_to_no_smaller_number(complaint: Complaint):
    """413 came after the refusal, as was said; the file has one. Nothing in a paper says one."""
    for channel in ("court", "12321"):
        said = words_of(given_whole(complaint, channel, Way.HAND), entry_for(complaint, channel, NOW.date()))
        assert "8317次" in said
        assert "413次" in said
        assert "后仍收到1条" not in said
        assert "后仍收到2条" not in said


# ── Given ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("channel", "way"), SENT)
def test_the_consent_lists_what_papers_and_pages_rest_on_and_nothing_else(
    complaint: Complaint, channel: str, way: str
):
    complaint, content = read(complaint), given_whole(complaint, channel, way)
    entry = entry_for(complaint, channel, NOW.date())
    document = content["document"]
    words = words_of(content, entry)
    assert told_too_much(canonical(content), content["fields"]) == [], way
    for name in content["fields"]:
        if way == Way.DESK and not name.startswith("told."):
            continue  # every other field stands on the desk's page
        rest = {key: said for key, said in content["fields"].items() if key != name}
        grounds = pleaded_in(rest, complaint=complaint, channel=channel, on=NOW.date())
        less = freeze(
            complaint=complaint,
            recipient=recipient_of(channel, way),
            document=document,
            fields=rest,
            grounds=grounds,
            wishes=WISHES,
            on=NOW.date(),
            entry=entry,
        )
        assert words_of(less, entry) != words, (way, name)
    shown = shown_whole(complaint, channel, way)
    separate = {one for part in shown.separate for one in part.information}
    fields = {str(LABELS[name]) for name in content["fields"] if not is_answers(name)}
    if content.get("excerpted"):
        fields = {"事情经过里选出的句子" if one == "事情经过" else one for one in fields}
    answers = {fact_label(one) for one in answers_in(content["fields"])}
    assert _each(shown.information) | separate == fields | answers | {*claimed_in(content)}, way
    assert not (_each(shown.information) | separate) & _each(shown.withheld)


def is_answers(name: str) -> bool:
    return name.startswith("told.") or name in DESK_FIELDS


def _each(listed: Iterable[str]) -> set[str]:
    """What a list names, of answers each."""
    found: set[str] = set()
    for one in listed:
        inner = re.fullmatch(r"您的回答（(.+)）", one)
        found |= set(inner[1].split("；")) if inner else {one}
    return found


@pytest.mark.parametrize(("channel", "way"), SENT)
def test_no_answer_is_both_given_and_not_given(complaint: Complaint, channel: str, way: str):
    """One list decides both sides; a number that stands with its messages is not said to be kept from who reads them."""
    shown = shown_whole(complaint, channel, way)
    assert not _each(shown.information) & _each(shown.withheld)
    held = {fact_label(one) for one in answers_in(case_fields(complaint, LABELS, [], WISHES))}
    named = (_each(shown.information) | _each(shown.withheld)) & {fact_label(one) for one in FACTS}
    assert named <= held, "an answer is named that the case does not hold"
    if "短信、通话的内容、号码和时间" in shown.information:
        assert fact_label("contacts.numbers") not in _each(shown.withheld)
    assert bool(shown.in_words) == bool(
        shown.withheld and {"事情经过", "短信、通话的内容、号码和时间"} & {*shown.information}
    )


@pytest.mark.parametrize(
    ("channel", "way"), [("12321", Way.HAND), ("court", Way.HAND), ("operator", Way.EMAIL)]
)
def test_what_is_read_back_from_the_papers_is_listed(complaint: Complaint, channel: str, way: str):
    content = given_whole(complaint, channel, way)
    papers = [text_of(printed.pdf) for _kind, printed in documents_of(content, {})]
    papers.append(_words_of_docx(editable_statement(made_of(content), at=NOW)))
    for text in papers:
        assert told_too_much(text, content["fields"]) == []
    # What is never told, or of this case to others alone.
    unsaid = {"金丝雀债务人", "精神上的影响", "severe"}
    if channel == "court":
        silent = [
            one
            for one in SAID
            if one not in "".join("".join(papers).split()) and sources(one) & {*content["fields"]}
        ]
        assert (
            not {*silent}
            & {"没有同意过", "2024年2月5日", "金丝雀彩铃", "冒充律师", "8317", "617次", "413次"} - unsaid
        )


def sources(canary: str) -> set[str]:
    """The fields that a value may come from, those of a desk too, where a fact stands whole."""
    known = set(SAID[canary])
    for name, groups in GROUPS.items():
        if known & {f"told.{group}" for group in groups}:
            known.add(name)
    return known


def told_too_much(text: str, given: Iterable[str]) -> list[str]:
    plain = "".join(text.split())
    return [canary for canary in SAID if canary in plain and not sources(canary) & set(given)]


def test_sums_and_declarations_go_where_the_paper_says_them_and_stand_on_the_list(complaint: Complaint):
    wishes = Wishes(
        relief=("R4", "R5", "R6"), mental="6173", triple="7193", claims_fraud=True, unsettled=True
    )
    # Charges are asked back of the operator that took them, and this complaint names none.
    listed = {
        "court": {"mental"},
        "12315_complaint": {"unsettled"},
        "12321": set(),
    }
    for channel, names in listed.items():
        content = given(complaint, channel, Way.HAND, wishes=wishes)
        said = "".join("".join(text_of(one.pdf) for _kind, one in documents_of(content, {})).split())
        assert {name for name in CLAIMED if content["claim"][name]} == names, channel
        for name, value in (("mental", "6173"), ("triple", "7193")):
            assert (value in said) == (value in canonical(content)) == (name in names), (channel, name)
        shown = propose_consent(
            complaint=complaint,
            recipient=make_hand_recipient(channel=channel),
            exhibits=[],
            document=content["document"],
            wishes=wishes,
            at=NOW,
        )
        on_page = {*shown.information, *declared_in(content)}
        assert {name for name, label in CLAIMED.items() if str(label) in on_page} == names


def test_a_letter_without_a_name_asks_for_no_signature(complaint: Complaint):
    for channel, signed in (("12321", False), ("12315_report", True)):
        for _kind, printed in documents_of(given_whole(complaint, channel, Way.HAND), {})[:2]:
            assert ("（签名）" in text_of(printed.pdf)) is signed, channel


def test_the_sheet_says_how_many_there_were_as_stated(complaint: Complaint):
    content = given_whole(complaint, "12321", Way.HAND)
    sheet = dict(documents_of(content, {}))["field_sheet"]
    assert "数量8317" in text_of(sheet.pdf)


def test_the_sheet_says_from_when_to_when_as_stated(complaint: Complaint):
    content = given_whole(complaint, "operator", Way.HAND)
    sheet = dict(documents_of(content, {}))["field_sheet"]
    assert "2023年1月3日至2026年3月10日" in text_of(sheet.pdf)


def _words_of_docx(made: bytes) -> str:
    opened = Document(io.BytesIO(made))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])
