"""Who stands on paper: a child and who acts for it, the number complained about, a ticket, a sum, a declaration."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.actors import Actor
from complaints.services import ComplainantInput, file_complaint
from core.canonical import canonical
from documents.frozen import case_of
from documents.official import form_of
from documents.others import addressed
from filings import services
from filings.channels import fields_by_channel
from filings.models import Recipient
from filings.services.law import refund_of
from filings.services.sending.content import Wishes, case_fields
from filings.services.sending.giving import Giving, fields_of, freeze
from legal.reasoning.facts import label
from tests.cases import FACTS, NOW, Case, make_case, make_desk, make_hand_recipient, make_user
from tests.documents.reading import text_of
from tests.filings.papers import documents_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

OWN = {"phone": "13900009999", "address": "监护人路 9 号", "id_number": "11010119900307109X"}


def of_a_child() -> Case:
    owner = make_user("guardian")
    by = Actor.of_user(owner)
    facts = {**FACTS, "complainant": {"region": "310113", "capacity": "guardian"}}
    person = ComplainantInput(name="王监护", child="王甜甜", number="13900005555", region="310113", **OWN)
    filed = file_complaint(
        by=by,
        kind="harassment",
        situations=["optout_ignored"],
        story="孩子的手机天天收到广告。",
        facts=facts,
        complainant=person,
        at=NOW,
    )
    return Case(filed.complaint, owner, by)


def frozen(case: Case, channel: str, way: str = "hand", wishes: Wishes | None = None) -> dict[str, Any]:
    recipient = Recipient(name="某某", channel=channel, way=way, contact="010-00000000")
    given = wishes or Wishes()
    return freeze(
        complaint=case.complaint,
        recipient=recipient,
        document="claim" if channel == "court" else "letter",
        fields=case_fields(case.complaint, fields_of(channel, way), [], given),
        grounds=(),
        wishes=given,
        on=NOW.date(),
    )


def printed(case: Case, channel: str, **more: Any) -> str:
    return text_of(documents_of(frozen(case, channel, **more), {})[0][1].pdf)


# ── A child ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("channel", sorted(fields_by_channel()))
@pytest.mark.parametrize("way", ["desk", "hand"])
def test_of_a_childs_case_leaves_what_the_channel_may_carry(channel: str, way: str) -> None:
    content, allowed = frozen(of_a_child(), channel, way), set(fields_of(channel, way))
    assert set(content["fields"]) <= allowed
    canaries = {"complainant.name": "王甜甜", "representative.name": "王监护", "number": "13900005555"}
    canaries |= {f"representative.{name}": value for name, value in OWN.items()}
    text = canonical(content)
    assert {name for name, canary in canaries.items() if canary in text} == set(canaries) & allowed


@pytest.mark.parametrize(("channel", "role"), [("12315_complaint", "投诉人"), ("court", "原告")])
def test_the_child_complains_and_the_guardian_acts_for_it(channel: str, role: str) -> None:
    said = "".join(printed(of_a_child(), channel).split())
    head = said[: said.index("王监护")]
    assert role in head
    assert "王甜甜" in head
    assert "法定代理人" in head
    assert "法定代理人代" in said
    assert "使用的号码：13900005555" in said or "号码13900005555" in said
    assert "号码为13900009999" not in said
    assert "使用的号码：13900009999" not in said


def test_a_guardian_reports_as_themselves_and_names_the_child() -> None:
    said = "".join(printed(of_a_child(), "12315_report").split())
    # Anybody may report: it is the guardian's own report, of what was done to the child.
    assert "举报人姓名王监护联系电话13900009999" in said
    assert "被监护的未成年人姓名王甜甜" in said
    assert said.index("王监护") < said.index("王甜甜") < said.index("被举报人名称")
    assert "该未成年人共收到短信" in said
    assert "该未成年人使用的号码：13900005555" in said
    assert "号码13900009999" not in said.replace("联系电话13900009999", "")
    assert "举报人（签名）" in said
    assert "法定代理人" not in said


def test_a_letter_does_not_ask_for_a_childs_own_telephone() -> None:
    sheet = "".join(printed(of_a_child(), "telecom_appeal").split())
    assert sheet.count("联系电话") == 1
    assert "13900009999" in sheet


@pytest.mark.parametrize(
    ("disputed", "said"),
    [
        (["13900007777", "尾号1234的号码"], "以本人名义办理的号码：13900007777、尾号1234的号码"),
        (None, "涉案号码登记在本人名下"),
    ],
)
def test_of_a_number_that_others_opened_in_ones_name_ones_own_is_not_spoken(
    disputed: list[str] | None, said: str
) -> None:
    case = make_case()
    number = {"opened_by_me": False, "registrant_is_me": True, **({"disputed": disputed} if disputed else {})}
    case.complaint.kind = "second_hand_number"
    case.complaint.facts = {**case.complaint.facts, "kind": "second_hand_number", "number": number}
    letter = "".join(printed(case, "operator").split())
    assert said in letter
    assert f"号码：{case.complaint.complainant.phone}" not in letter


def test_without_a_number_a_guardians_telephone_is_not_the_number_complained_about() -> None:
    case = make_case()
    case.complaint.facts = {**case.complaint.facts, "complainant": {"capacity": "guardian"}}
    assert "number" not in case_fields(case.complaint, fields_by_channel()["operator"], [])


def test_a_number_given_up_is_the_one_complained_about() -> None:
    case = make_case(number="13900007777")
    case.complaint.facts = {**case.complaint.facts, "complainant": {"capacity": "former_holder"}}
    fields = case_fields(case.complaint, fields_by_channel()["operator"], [])
    assert (fields["number"], fields["complainant.phone"]) == ("13900007777", "13900001234")


# ── Earlier steps, sums, blanks, declarations ────────────────────────────────────────────────────────────────────
def test_the_ticket_of_an_earlier_step_is_printed() -> None:
    case = make_case()
    step = {"to": "operator", "act": "complaint", "on": "2026-02-22", "ticket": "GD-2026-77"}
    case.complaint.facts = {**case.complaint.facts, "prior": [step]}
    assert "GD-2026-77" in printed(case, "court")
    # 12321 is told what was reported there alone.
    fields = case_fields(case.complaint, fields_of("12321", "desk"), [])
    told = addressed(fields, to="12321", channel="12321", kind=case.complaint.kind)
    assert "GD-2026-77" not in canonical(told)


@pytest.mark.parametrize(
    ("facts", "sum_of"),
    [
        ({"charges": {"monthly": 40, "months": 5}}, "200"),
        ({"charges": {"monthly": 40, "first_on": "2025-11-20", "last_on": "2026-03-05"}}, "200"),
        ({"charges": {"monthly": 9.9, "months": 3, "first_on": "2026-01-01", "last_on": "2026-03-01"}}, "29.7"),
        ({"charges": {"monthly": 40, "months": 9, "first_on": "2026-01-01", "last_on": "2026-03-01"}}, None),
        ({"charges": {"monthly": 40}}, None),
        ({"charges": {"monthly": 40, "last_on": "2026-03-01"}}, None),
        ({"charges": {"monthly": 40, "first_on": "2026-03-01", "last_on": "2026-01-01"}}, None),
        ({"charges": {"monthly": 40, "months": 5, "residual": False}}, None),
        ({"charges": {"monthly": 0, "months": 5}}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_sum_is_asked_back_only_where_it_follows(facts: dict[str, Any], sum_of: str | None) -> None:
    assert refund_of(facts) == (Decimal(sum_of) if sum_of else None)


def test_a_claim_leaves_lines_for_what_the_person_fills_in() -> None:
    case = make_case()
    said = "".join(printed(case, "court").split())
    assert "职业：" in said
    assert "工作单位：" in said
    pack = documents_of(frozen(case, "court"), {"reasons": [], "not_after_soft": True})[1][1]
    assert {"民族", "职业", "工作单位"} <= set(pack.missing)


@pytest.mark.parametrize("channel", ["telecom_appeal", "12315_complaint"])
def test_that_nobody_else_took_the_dispute_is_declared_by_the_complainant_alone(channel: str) -> None:
    case, sentence = make_case(), form_of(channel).unsettled
    assert "受理" in sentence
    assert services.declarable(case.complaint, channel) == sentence
    squeezed = "".join(sentence.split())
    assert squeezed not in "".join(printed(case, channel).split())
    assert squeezed in "".join(printed(case, channel, wishes=Wishes(unsettled=True)).split())


def test_what_the_facts_contradict_cannot_be_declared() -> None:
    case = make_case()
    row = {"to": "consumer_association", "act": "complaint", "on": "2026-02-22", "accepted": True}
    case.complaint.facts = {**case.complaint.facts, "prior": [row]}
    assert services.declarable(case.complaint, "12315_complaint") == ""
    case.complaint.facts = {**case.complaint.facts, "prior": [row | {"accepted": False}]}
    assert services.declarable(case.complaint, "12315_complaint") != ""
    assert services.declarable(case.complaint, "operator") == ""


# ── What the consent says ────────────────────────────────────────────────────────────────────────────────────────
def test_a_report_centre_learns_whose_numbers_they_are_unless_that_is_withheld() -> None:
    case = make_case()
    recipient, _by = make_desk("示例举报中心", channel="12321")
    of_whom = "被投诉方名称和联系方式"
    for left_out in (frozenset[str](), frozenset({"respondents"})):
        shown = services.propose_consent(
            complaint=case.complaint,
            recipient=recipient,
            exhibits=[],
            document="letter",
            giving=Giving(left_out=left_out),
        )
        assert ("看不到您写的对方是谁" in shown.unnamed) is bool(left_out)
        assert (of_whom in shown.withheld) is bool(left_out)
        assert {"姓名", "事情经过"} <= set(shown.withheld)
    shop = make_hand_recipient(channel="operator")
    other = services.propose_consent(complaint=case.complaint, recipient=shop, exhibits=[], document="letter")
    assert other.unnamed == ""


def test_answers_go_to_a_desk_and_the_consent_names_them() -> None:
    case = make_case()
    desk, _by = make_desk(channel="12315_complaint")
    told = services.propose_consent(complaint=case.complaint, recipient=desk, exhibits=[], document="letter")
    assert label("refusal.made") in told.text
    assert "contact_answers" not in frozen(case, "12315_complaint", "hand")["fields"]
    assert frozen(case, "12315_complaint", "desk")["fields"]["contact_answers"]["refusal"]["made"] is True


def test_content_with_answers_makes_documents_without_them() -> None:
    case = make_case()
    made = case_of(frozen(case, "12315_complaint", "desk"))
    assert not made.fields & {"contact_answers", "case_answers"}
