"""After the filing, facts and people are corrected by dated statements: the first stays, later papers use the new one."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints import forms
from complaints.ledger import walk
from complaints.models import Act, Complaint, LedgerEntry, Statement
from complaints.questions import question_of
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from complaints.standing import standing_facts
from complaints.stating import _prior_answer, _said_party, answers_now, changes_of, pages_of, said_anew
from core.canonical import canonical, digest
from filings import services as filings
from filings.services.older import holding_older, on_earlier_facts
from filings.services.sending.content import content_of
from legal.corpus import load
from legal.models import Assessment
from legal.reassessing import look
from legal.services import Refused, assess_complaint, assess_stated, shown_answers
from tests.cases import FACTS, Case, make_case, make_desk, make_user, prepared, queued, shared
from tests.legal.cases import RESIDUAL
from tests.once import once_a_module

pytestmark = pytest.mark.django_db


@once_a_module
def case() -> Case:
    return make_case(at=timezone.now() - timedelta(minutes=5))


@once_a_module
def second_hand() -> Case:
    return filed_with(without_purchase())


def without_purchase() -> Any:
    """Of a second-hand number, without a word on whether one bought anything."""
    facts: Any = deepcopy(RESIDUAL) | {"situations": ["residual_charge"]}
    del facts["complainant"]["consumer_of_respondent"]
    return facts


def filed_with(facts: Any) -> Case:
    owner = make_user("holder")
    filed = file_complaint(
        by=Actor.of_user(owner),
        kind=facts["kind"],
        situations=facts["situations"],
        story="他们一直这样。",
        facts=facts,
        complainant=ComplainantInput(name="周小满", phone="13900004321", region="430000"),
        respondents=[RespondentInput(role=one["role"], name=one["name"]) for one in facts["respondents"]],
        at=timezone.now() - timedelta(minutes=5),
    )
    return Case(filed.complaint, owner, Actor.of_user(owner))


def said(case: Case, matter: str, reason: str = "", by: Actor | None = None, **given: Any) -> Statement:
    """A statement of these answers of a page, the others as they stand."""
    form = forms.page_form(case.complaint, matter, forms.as_posted(case.complaint, matter, given))
    assert form.is_valid(), form.errors
    return assess_stated(
        by=by or case.by,
        complaint=case.complaint,
        matter=matter,
        answers=forms.answers_in(matter, form),
        shown=shown_answers(case.complaint, matter),
        reason=reason,
    )


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


# ── What stands ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_was_said_first_stays_and_the_new_stands_beside_it(case: Case) -> None:
    first = assess_complaint(by=case.by, complaint=case.complaint)
    filed, receipt = dict(case.complaint.facts), case.complaint.receipt.payload
    made = said(case, "refusal", reason="记错了日期", refusal__on="2026-02-25")
    case.complaint.refresh_from_db()
    assert case.complaint.facts == filed
    assert case.complaint.receipt.payload == receipt
    assert digest(canonical(case.complaint.facts)) == json.loads(receipt)["facts"]
    assert standing_facts(case.complaint)["refusal"]["on"] == "2026-02-25"
    assert standing_facts(case.complaint, at=made.made_at - timedelta(seconds=1)) == filed
    second = Assessment.objects.latest_of(case.complaint)
    assert second is not None
    assert second != first
    assert second.facts_digest == made.facts_digest == digest(canonical(standing_facts(case.complaint)))
    (row,) = said_anew(case.complaint)
    assert (row.label, row.first, row.now) == ("第一次拒绝是哪天？", "2026-02-21", "2026-02-25")
    assert row.since == timezone.localdate(made.made_at)


def test_the_ledger_gets_an_entry_with_a_digest_and_no_word(case: Case) -> None:
    made = said(case, "you", reason="改名了", name="王小柠")
    entries = list(LedgerEntry.objects.filter(complaint=case.complaint).order_by("sequence"))
    (entry,) = [one for one in entries if one.act == Act.FACTS_STATED]
    assert set(entry.detail) == {"statement", "matter", "digest", "facts"}
    assert entry.detail["digest"] == made.digest == digest(canonical(Statement.objects.get().said))
    assert "王小柠" not in canonical(entry.detail)
    assert walk(case.complaint.pk, entries) == []


def test_what_no_form_can_say_is_not_taken_back() -> None:
    facts: Any = deepcopy(FACTS)
    facts["complainant"]["capacity"] = "debtors_contact"  # which a harassment is not asked
    facts["respondents"][0]["address"] = "示例路 2 号"
    case = filed_with(facts)
    for matter in set(pages_of("harassment")) - {"story"}:
        form = forms.page_form(case.complaint, matter, forms.as_posted(case.complaint, matter, {}))
        assert form.is_valid(), (matter, form.errors)
        assert changes_of(case.complaint, matter, forms.answers_in(matter, form)) == [], matter
    said(case, "contacts", contacts__channels=["sms", "call"])
    assert standing_facts(case.complaint)["complainant"]["capacity"] == "debtors_contact"
    rows = answers_now(case.complaint, "respondents")["rows"]
    said(case, "respondents", rows=[rows[0], rows[1] | {"name": "另一示例通信公司"}])
    assert standing_facts(case.complaint)["respondents"] == [
        {"role": "content_provider", "name": "示例优选商城有限公司", "address": "示例路 2 号"},
        {"role": "operator", "name": "另一示例通信公司"},
    ]


def test_every_field_that_the_intake_asks_can_be_corrected(case: Case) -> None:
    said(case, "contacts", complainant__capacity="guardian")
    said(case, "you", child="王小满", number="13900005555")
    for matter in pages_of("harassment"):
        form, now = forms.page_form(case.complaint, matter), answers_now(case.complaint, matter)
        fields = set(form.forms[0].fields) if matter in ("prior", "respondents") else set(form.fields)
        rows = now.get("rows", [])
        known = set(rows[0]) if rows else set(now)
        assert fields <= known or (not rows and matter == "prior"), (matter, fields - known)
    assert set(forms.PriorForm().fields) <= set(_prior_answer({"to": "operator"}))


def test_unknown_takes_a_fact_back_and_is_not_no(case: Case) -> None:
    said(case, "consent", complainant__consumer_of_respondent="unknown")
    assert "consumer_of_respondent" not in standing_facts(case.complaint)["complainant"]
    said(case, "consent", complainant__consumer_of_respondent="no")
    assert standing_facts(case.complaint)["complainant"]["consumer_of_respondent"] is False


def test_people_are_corrected_and_their_rows_keep_the_first(case: Case) -> None:
    said(
        case,
        "you",
        phone="13900009999",
        address="上海市宝山区示例路 9 号",
        region="310000",
        email="n@example.cn",
    )
    said(case, "respondents", rows=[{"role": "content_provider", "name": "示例优选科技有限公司"}])
    now = Complaint.objects.get(pk=case.complaint.pk)
    assert (now.complainant.phone, now.complainant.email) == ("13900009999", "n@example.cn")
    assert [one.organisation_name for one in now.respondents] == ["示例优选科技有限公司"]
    first = now.parties.get(role="complainant")
    assert (first.phone, first.phone_index) == ("13900001234", now.complainant.phone_index)
    assert now.parties.count() == 3
    content = content_of(prepared(case, make_desk()[0], at=timezone.now()))["fields"]
    assert content["complainant.phone"] == "13900009999"
    assert [one["name"] for one in content["respondents"]] == ["示例优选科技有限公司"]


def test_a_guardian_names_the_child_and_who_is_none_any_more_names_nobody(case: Case) -> None:
    said(case, "contacts", complainant__capacity="guardian")
    page = signed_in(case.by).get(reverse("statements", args=[case.complaint.number])).content.decode()
    assert "还没有写孩子的姓名" in page
    said(case, "you", child="王小满", number="13900005555")
    now = Complaint.objects.get(pk=case.complaint.pk)
    assert now.child is not None
    assert now.child.name == "王小满"
    said(case, "you", child_born="2015-03-02")
    said(case, "you", child="王小曼")
    now = Complaint.objects.get(pk=case.complaint.pk)
    assert now.child is not None
    assert (now.child.name, now.child.born) == ("王小曼", "2015-03-02")
    said(case, "contacts", complainant__capacity="recipient")
    now = Complaint.objects.get(pk=case.complaint.pk)
    assert now.child is None
    assert now.complainant.number == ""


def test_a_story_is_told_on_below_what_was_told(case: Case) -> None:
    told = case.complaint.story
    filing = sent(case)
    made = said(case, "story", more="后来他们换了号码又发来两条。")
    now = Complaint.objects.get(pk=case.complaint.pk)
    assert now.story == told
    assert now.standing_story.startswith(told)
    assert f"（{timezone.localdate(made.made_at)} 补充）\n后来他们换了号码" in now.standing_story
    assert now.as_it_stood(made.made_at - timedelta(seconds=1)).standing_story == told
    assert "后来他们换了号码" in filings.correction_for(now, filing)
    later = prepared(case, make_desk(channel="12315_complaint")[0], at=timezone.now())
    assert content_of(later)["fields"]["story"] == now.standing_story
    page = signed_in(case.by).get(reverse("case", args=[now.number])).content.decode()
    assert page.count("后来他们换了号码又发来两条。") == 1
    empty = {"more": " ", "shown": shown_answers(now, "story"), "reason": ""}
    answered = signed_in(case.by).post(reverse("statement", args=[now.number, "story"]), empty)
    assert "请写要补充的经过" in answered.content.decode()


def test_a_statement_is_never_changed(case: Case) -> None:
    said(case, "refusal", refusal__on="2026-02-25")
    for change in (lambda: Statement.objects.update(reason=""), lambda: Statement.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# ── Who may, and when ────────────────────────────────────────────────────────────────────────────────────────────────
def test_only_the_complainant_may(case: Case) -> None:
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    lawyer, stranger = make_user("lawyer"), make_user("stranger")
    Membership.objects.create(user=lawyer, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=lawyer)
    with pytest.raises(Refused, match="只有投诉人"):
        said(case, "refusal", by=Actor.of_user(lawyer), refusal__on="2026-02-25")
    with pytest.raises(Complaint.DoesNotExist):
        said(case, "refusal", by=Actor.of_user(stranger), refusal__on="2026-02-25")
    for name in ("statements", "statement"):
        where = reverse(name, args=[case.complaint.number, *(["refusal"] if name == "statement" else [])])
        assert signed_in(Actor.of_user(lawyer)).get(where).status_code == 404
    assert not Statement.objects.exists()


def test_nothing_is_written_twice_and_nothing_over_what_was_not_seen(case: Case) -> None:
    seen = shown_answers(case.complaint, "refusal")
    said(case, "refusal", refusal__on="2026-02-25")
    with pytest.raises(Refused, match="没有要保存的"):
        said(case, "refusal", refusal__on="2026-02-25")
    client = signed_in(case.by)
    where = reverse("statement", args=[case.complaint.number, "refusal"])
    typed = {"refusal__made": "yes", "refusal__on": "2026-02-23", "refusal__ways": ["sms_reply"], "contacts__after_refusal": "9",
             "shown": seen, "reason": "另一个窗口"}  # fmt: skip
    overtaken = client.post(where, typed)
    page = overtaken.content.decode()
    assert overtaken.status_code == 422
    assert "又改过，没有保存" in page
    assert 'value="2026-02-23"' in page
    assert "另一个窗口" in page
    assert "2026年2月25日" in page  # what stands now, beside what saving would make of it
    assert Statement.objects.count() == 1
    again = client.post(where, typed | {"shown": shown_answers(case.complaint, "refusal")}, follow=True)
    assert "已保存" in again.content.decode()
    assert standing_facts(case.complaint)["refusal"]["on"] == "2026-02-23"


def test_an_error_is_the_one_of_the_intake_and_keeps_what_was_typed(case: Case) -> None:
    client = signed_in(case.by)
    shown = shown_answers(case.complaint, "event")
    typed = {"first": "2026-03-10", "last": "2026-03-01", "shown": shown, "reason": "日期不对"}
    answered = client.post(reverse("statement", args=[case.complaint.number, "event"]), typed)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "最近一次比最早一次还早" in page
    assert 'value="2026-03-01"' in page
    assert "日期不对" in page
    wrong = {
        "prior-TOTAL_FORMS": "1",
        "prior-INITIAL_FORMS": "0",
        "prior-0-to": "operator",
        "shown": "",
        "reason": "",
    }
    answered = client.post(reverse("statement", args=[case.complaint.number, "prior"]), wrong)
    assert answered.status_code == 422
    assert "请填日期：期限从这一天起算" in answered.content.decode()
    assert not Statement.objects.exists()


@pytest.mark.parametrize("leaves", [True, False])
def test_who_gives_another_mailbox_is_told_of_its_link(case: Case, settings: Any, leaves: bool) -> None:
    settings.EMAIL_LEAVES = leaves
    client = signed_in(case.by)
    page = reverse("statement", args=[case.complaint.number, "you"])
    told = "要用 neu@example.cn 收进展：打开几分钟内寄到的确认信"
    person = {"name": "王小宁", "phone": "13900001234", "region": "310000", "reason": ""}

    def saved(email: str) -> str:
        shown = shown_answers(case.complaint, "you")
        answered = client.post(page, {**person, "email": email, "shown": shown}, follow=True)
        assert answered.status_code == 200
        return answered.content.decode()

    assert (told in saved("neu@example.cn")) is leaves
    assert told not in saved("")


def test_so_many_statements_and_no_more(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legal.services.MOST_STATEMENTS", 1)
    said(case, "refusal", refusal__on="2026-02-25")
    with pytest.raises(Refused, match="最多补充、更正 1 次"):
        said(case, "refusal", refusal__on="2026-02-26")


def test_a_case_that_is_over_is_not_restated(case: Case) -> None:
    Complaint.objects.filter(pk=case.complaint.pk).update(state=Complaint.State.WITHDRAWN)
    with pytest.raises(Refused, match="已经撤回"):
        said(case, "refusal", refusal__on="2026-02-25")
    number = case.complaint.number
    for where in (reverse("statement", args=[number, "refusal"]), reverse("statements", args=[number])):
        assert "这个投诉已经撤回或者结束，不能再补充" in signed_in(case.by).get(where).content.decode()


# ── What the plan waits for ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_closed_channel_leads_to_its_question_and_the_answer_opens_it(second_hand: Case) -> None:
    client, number = signed_in(second_hand.by), second_hand.complaint.number

    def way() -> Any:
        assessment = Assessment.objects.latest_of(second_hand.complaint)
        assert assessment is not None
        return next(one for one in assessment.result["plan"] if one["channel"] == "12315_complaint")

    receipt = client.get(reverse("receipt_text", args=[number])).content
    page = client.get(reverse("law", args=[number])).content.decode()
    assert not way()["open"]
    assert "请先说明您是否买过" in way()["why"]
    question = reverse("statement", args=[number, "number"]) + "#complainant__consumer_of_respondent"
    assert question in page
    asked = client.get(question).content.decode()
    assert 'id="complainant__consumer_of_respondent"' in asked
    shown = shown_answers(second_hand.complaint, "number")
    answer = {"complainant__capacity": "subscriber", "number__second_hand": "yes", "complainant__consumer_of_respondent": "yes",
              "shown": shown, "reason": ""}  # fmt: skip
    done = client.post(reverse("statement", args=[number, "number"]), answer, follow=True).content.decode()
    assert "已按新的说法重新对照法律" in done
    assert way()["open"]
    assert question not in client.get(reverse("law", args=[number])).content.decode()
    assert client.get(reverse("receipt_text", args=[number])).content == receipt
    said(second_hand, "number", complainant__consumer_of_respondent="no")
    assert not way()["open"]
    assert "请改走举报" in way()["why"]


def test_an_assessment_from_before_the_plan_named_what_it_misses_leads_to_the_question_too(
    second_hand: Case,
) -> None:
    made = assess_complaint(by=second_hand.by, complaint=second_hand.complaint)
    kept = deepcopy(made.result)
    for way in kept["plan"]:
        del way["missing"]
    made.pk = None
    made.result = kept
    made.save(force_insert=True)
    number = second_hand.complaint.number
    page = signed_in(second_hand.by).get(reverse("law", args=[number])).content.decode()
    assert reverse("statement", args=[number, "number"]) + "#complainant__consumer_of_respondent" in page


def test_a_situation_that_more_facts_could_bear_out_names_its_question(second_hand: Case) -> None:
    here = reverse("law_reasons", args=[second_hand.complaint.number])
    page = signed_in(second_hand.by).get(here).content.decode()
    others = page[page.index("补充事实后可能多出理由") :]
    where = reverse("statement", args=[second_hand.complaint.number, "label"])
    assert f"{where}#number__mislabelled_as" in others[: others.index("</details>")]


# ── What was prepared and sent, what comes after ─────────────────────────────────────────────────────────────────────
def sent(case: Case, channel: str = "12315_report") -> Any:
    filing = queued(case, make_desk(channel=channel)[0], at=timezone.now() - timedelta(seconds=5))
    filings.deliver(delivery_id=filing.deliveries.get().pk)
    filing.refresh_from_db()
    assert filing.gone_out
    return filing


def test_what_went_out_stays_and_later_papers_use_the_new(case: Case) -> None:
    filing = sent(case)
    before = (filing.content, filing.content_digest, filing.assessment_id)
    said(case, "refusal", refusal__on="2026-02-25")
    filing.refresh_from_db()
    assert (filing.content, filing.content_digest, filing.assessment_id) == before
    assert content_of(filing)["fields"]["contact_answers"]["refusal"]["on"] == "2026-02-21"
    assert on_earlier_facts(case.complaint) == {filing.pk}
    later = prepared(case, make_desk(channel="12315_complaint")[0], at=timezone.now())
    assert content_of(later)["fields"]["contact_answers"]["refusal"]["on"] == "2026-02-25"
    assert later.pk not in on_earlier_facts(case.complaint)
    assert [
        one.changed for one in look(corpus=load(), on=timezone.localdate(), number=case.complaint.number)
    ] == [[]]


def test_the_case_page_tells_first_and_now_and_who_holds_the_old(case: Case) -> None:
    filing = sent(case)
    assert holding_older(case.complaint, [filing]) == {}
    said(case, "loss", loss__what="交通费", loss__yuan="30")
    assert holding_older(case.complaint, [filing]) == {}  # its list has no costs
    said(case, "you", phone="13900009999", id_number="")
    (row,) = holding_older(case.complaint, [filing])[filing.pk]  # the identity number was never given
    assert (row.label, row.first, row.now) == ("电话", "13900001234", "13900009999")
    assert "现在：13900009999" in filings.correction_for(case.complaint, filing)
    page = signed_in(case.by).get(reverse("case", args=[case.complaint.number])).content.decode()
    assert "登记时：13900001234" in page
    assert "的是更正前的" in page
    assert filing.recipient.name in page


# ── By program ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_through_the_api(second_hand: Case) -> None:
    client = signed_in(second_hand.by)
    here = f"/api/v1/complaints/{second_hand.complaint.number}/statements/"
    found = client.get(here).json()
    assert found["statements"] == []
    matter = next(one for one in found["matters"] if one["matter"] == "number")
    assert matter["answers"]["complainant__capacity"] == "subscriber"

    def post(body: dict[str, Any]) -> Any:
        return client.post(here, body, content_type="application/json")

    answers = {"complainant__consumer_of_respondent": "yes"}
    assert post({"matter": "debt", "answers": {}}).status_code == 400
    assert post({"matter": "number", "answers": []}).status_code == 400
    assert (
        post({"matter": "number", "answers": {"complainant__consumer_of_respondent": "maybe"}}).status_code
        == 400
    )
    assert post({"matter": "prior", "answers": {"rows": "x"}}).status_code == 400
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("event", {"first": 5}),
        ("event", {"first": {"day": 1}}),
        ("situations", {"situations": "residual_charge"}),
        ("prior", {"rows": [5]}),
        ("you", {"phone": ["x"]}),
        ("event", {"first": [1]}),
        ("event", {"last": ["2026-02-21"]}),
        ("story", {"more": ["a"]}),
        ("situations", {"situations": [["residual_charge"]]}),
        ("respondents", {"rows": [{"role": "operator", "name": ["某公司"]}]}),
    ]
    one_value = post({"matter": "event", "answers": {"first": [1]}})
    assert "应为一个值，不是列表或者对象" in one_value.content.decode(), one_value.json()
    for matter_of_it, given in wrong:
        assert post({"matter": matter_of_it, "answers": given}).status_code == 400, (matter_of_it, given)
    for matter_of_it in pages_of("second_hand_number"):
        page = client.post(reverse("statement", args=[second_hand.complaint.number, matter_of_it]), {})
        assert page.status_code == 422, matter_of_it
    assert post({"matter": "number", "answers": answers, "shown": digest("x")}).status_code == 409
    made = post({"matter": "number", "answers": answers, "shown": matter["shown"], "reason": "漏了"})
    assert made.status_code == 201, made.content
    (change,) = made.json()["changes"]
    assert (change["first"], change["now"]) == ("没有说", "是")
    assert client.get(here).json()["statements"] == [made.json()]
    case = client.get(f"/api/v1/complaints/{second_hand.complaint.number}/").json()
    assert "consumer_of_respondent" not in case["facts"]["complainant"]
    assert case["standing_facts"]["complainant"]["consumer_of_respondent"] is True
    rows = [
        {
            "to": "operator",
            "act": "complaint",
            "on": "2025-08-25",
            "answered_on": "2025-09-01",
            "satisfied": "no",
        }
    ]
    assert post({"matter": "prior", "answers": {"rows": rows}}).status_code == 201
    assert standing_facts(second_hand.complaint)["prior"][0]["answered_on"] == "2025-09-01"


def test_a_question_about_one_of_those_named_leads_to_that_one(client: Client) -> None:
    """The operator's province is asked of the operator, not of whoever stands first; and what was changed is told."""
    facts: Any = without_purchase()
    facts["respondents"] = [{"role": "unknown", "name": "速借宝"}, {"role": "operator", "name": "甲通信公司"}]
    case = filed_with(facts)
    client.force_login(case.owner)
    page = client.get(reverse("statement", args=[case.complaint.number, "respondents"])).content.decode()
    asked = question_of("derived.operator_region", "second_hand_number")
    assert asked is not None
    before, _, after = page.partition(f'id="{asked.field}"')
    assert "速借宝" in before
    assert "速借宝" not in after.split('class="panel"')[0]
    assert "甲通信公司" in after
    assert page.count("运营商看套餐是哪个省办的") == 2, "of the operator and of whom nobody named yet"
    party = {"role": "operator", "name": "甲通信公司", "region": "370000"}
    assert _said_party(party) == "电信运营商 甲通信公司（山东）"
