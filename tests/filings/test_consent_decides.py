"""What the consent does not list stands in no content, paper or payload: canaries in every field and fact, by channel and way."""

import io
from collections.abc import Collection
from typing import Any

import pytest
from docx import Document

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from core.canonical import canonical
from documents.editable import editable_statement
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from filings.channels import fields_by_channel
from filings.models import Way
from filings.services import Wishes, propose_consent
from filings.services.bundles.contents import _made_of
from filings.services.sending.answers import GROUPS
from filings.services.sending.consent import fields_of
from filings.services.sending.content import case_fields, pleaded_in
from filings.services.sending.preparation import documents_of, freeze
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FACTS
from tests.cases import NOW, make_desk, make_hand_recipient, make_mail_recipient, make_user
from tests.documents.reading import text_of

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
        "impersonates": "lawyer",
        "per_day": 29,
        "paid_under_pressure": 61.53,
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
    "8317": ("told.contacts", "tally"),
    "拒绝之后又来": ("told.contacts",),
    "有夜间的": ("told.contacts",),
    "看不出是谁发的": ("told.content",),
    "没有写明怎样退订": ("told.content",),
    "0.17": ("told.content",),
    "没有同意过": ("told.consent",),
    "2024年2月5日": ("told.refusal",),
    "2024-02-05": ("told.refusal",),
    "提出；书面": ("told.refusal",),
    "2024-04-07": ("told.number",),
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
    "涉及47人": ("told.debt",),
    "2025年6月17日": ("told.debt",),
    "说要动手": ("told.debt",),
    "冒充律师": ("told.debt",),
    "61.53": ("told.debt",),
    "金丝雀债务人": (),
    "severe": ("told.loss",),
    "精神上的影响": ("told.loss",),
}
ASKED = {f"{group}.{name}" for group, said in ANSWERED.items() if isinstance(said, dict) for name in said}
WAYS = [Way.DESK, Way.EMAIL, Way.HAND]
WISHES = Wishes(asks=("金丝雀请求",))


def make_complaint() -> Complaint:
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


def law_of(complaint: Complaint) -> dict[str, Any]:
    respondents = [{"role": "content_provider", "name": "金丝雀有限公司"}]
    return assess({**complaint.facts, "respondents": respondents, "filing_date": "2026-03-16"}, on=NOW.date())


def content_of(
    complaint: Complaint, law: dict[str, Any], channel: str, way: str, allowed: Collection[str]
) -> dict[str, Any]:
    """As ``prepare`` freezes it, with any list of fields."""
    recipient = make_mail_recipient(channel)
    recipient.way = way
    fields = case_fields(complaint, allowed, [], WISHES)
    silence = {
        "who": "示例运营商",
        "on": "2025-07-19",
        "refused_on": None,
        "due_on": "2025-08-03",
        "months": None,
        "days": 15,
        "count": "calendar",
        "from": "自收到起",
        "basis": None,
    }
    return freeze(
        complaint=complaint,
        recipient=recipient,
        document="claim" if channel == "court" else "letter",
        fields=fields,
        grounds=pleaded_in(law, complaint=complaint, channel=channel, allowed=allowed, fields=fields),
        wishes=WISHES,
        on=NOW.date(),
        entry={"silence": silence},
    )


def sources(canary: str) -> set[str]:
    """The fields that a value may come from, those of a desk too, where a fact stands whole."""
    known = set(SAID[canary])
    for name, groups in GROUPS.items():
        if known & {f"told.{group}" for group in groups}:
            known.add(name)
    return known


def told_too_much(text: str, allowed: Collection[str]) -> list[str]:
    plain = "".join(text.split())
    return [canary for canary in SAID if canary in plain and not sources(canary) & set(allowed)]


def test_every_fact_that_can_be_asked_is_answered_here():
    missing = {name for name in FACTS if "." in name} - ASKED
    # What contradicts another answer, or says the same again.
    assert missing == {
        "consent.required_for_service",
        "contacts.numbers",
        "debt.illegal_lending",
        "number.rebound_by_former_holder",
        "number.registrant_is_me",
    }
    assert set(fields_by_channel()["court"]) >= {
        name for names in SAID.values() for name in names if name in FIELDS
    }


def test_the_canaries_sing_where_they_are_let():
    """The case says every one of them to somebody: a canary that is never printed would prove nothing."""
    complaint = make_complaint()
    law = law_of(complaint)
    everything = {*fields_by_channel()["court"], *TOLD_FIELDS, *DESK_FIELDS}
    content = content_of(complaint, law, "court", Way.HAND, everything)
    text = canonical(content) + "".join(text_of(printed.pdf) for _kind, printed in documents_of(content, {}))
    silent = [canary for canary in SAID if canary not in "".join(text.split())]
    # Of the last two nothing is ever told; the sum of charges alone stands where the debt may not be told.
    assert set(silent) <= {"金丝雀债务人", "精神上的影响", "274.11"}, silent


@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
def test_nothing_is_frozen_or_printed_beyond_the_list(channel: str):
    complaint = make_complaint()
    law = law_of(complaint)
    for way in WAYS:
        allowed = fields_of(channel, way)
        content = content_of(complaint, law, channel, way, allowed)
        assert set(content["fields"]) <= set(allowed)
        assert told_too_much(canonical(content), allowed) == [], way
        if way == Way.EMAIL:
            # The same letter as by hand, and nothing else.
            continue
        for kind, printed in documents_of(content, {}):
            assert told_too_much(text_of(printed.pdf), allowed) == [], (way, kind)
        made = editable_statement(_made_of(content), at=NOW)
        assert told_too_much(_words_of_docx(made), allowed) == [], way


@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
@pytest.mark.parametrize("way", [Way.DESK, Way.HAND])
def test_a_field_taken_off_the_list_takes_all_it_says_out_of_the_content(channel: str, way: str):
    """The list is the one gate: whichever line is struck from it, its words are gone from grounds, sums and fields."""
    complaint = make_complaint()
    law = law_of(complaint)
    whole = fields_of(channel, way)
    for struck in whole:
        allowed = [name for name in whole if name != struck]
        content = content_of(complaint, law, channel, way, allowed)
        assert told_too_much(canonical(content), allowed) == [], struck


@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
@pytest.mark.parametrize("make", [make_hand_recipient, make_mail_recipient])
def test_what_the_consent_calls_withheld_is_withheld_and_what_is_told_is_named(channel: str, make: Any):
    complaint = make_complaint()
    shown = propose_consent(
        complaint=complaint, recipient=make(channel), exhibits=[], document="letter", wishes=WISHES
    )
    allowed = set(fields_of(channel, Way.HAND))
    labels = FIELDS | TOLD_FIELDS
    assert {name for name, label in labels.items() if label in shown.information} <= allowed
    assert not {name for name, label in labels.items() if label in shown.withheld} & allowed
    assert not set(shown.information) & set(shown.withheld)
    # Whatever is printed is named: the content is made of these fields, and of nothing else.
    content = content_of(complaint, law_of(complaint), channel, Way.HAND, allowed)
    assert {labels[name] for name in content["fields"]} == set(shown.information)


def test_a_desk_that_gets_no_answers_of_the_case_reads_no_ground_and_no_sum_of_them():
    complaint = make_complaint()
    desk, _caseworker = make_desk(channel="12321")
    content = content_of(complaint, law_of(complaint), "12321", desk.way, fields_of("12321", desk.way))
    told = " ".join(text for ground in content["law"] for text in ground["met"])
    assert "没有同意过" in told
    assert {ground["code"][0] for ground in content["law"]} == {"H"}
    assert content["claim"]["refund"] == ""
    assert not any(one["named"] for ground in content["law"] for one in ground["liable"])


def test_a_letter_without_a_name_asks_for_no_signature():
    complaint = make_complaint()
    for channel, signed in (("12321", False), ("12315_report", True)):
        allowed = fields_of(channel, Way.HAND)
        content = content_of(complaint, law_of(complaint), channel, Way.HAND, allowed)
        for _kind, printed in documents_of(content, {})[:2]:
            assert ("（签名）" in text_of(printed.pdf)) is signed, channel


def test_the_sheet_says_how_many_there_were_as_stated():
    complaint = make_complaint()
    content = content_of(complaint, law_of(complaint), "12321", Way.HAND, fields_of("12321", Way.HAND))
    sheet = dict(documents_of(content, {}))["field_sheet"]
    assert "数量8317" in text_of(sheet.pdf)


def _words_of_docx(made: bytes) -> str:
    opened = Document(io.BytesIO(made))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])
