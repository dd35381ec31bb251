"""A lawyer or a desk answers beside the machine: who may, what is kept, who reads it, what follows from it."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.ledger import walk
from complaints.models import Act, Complaint, LedgerEntry
from core.canonical import digest
from filings import services as filing_services
from filings.models import Recipient
from filings.services.bundles.contents import contents_of
from legal.corrections import as_corrected
from legal.models import Assessment, Overrule
from legal.services import Refused, assess_complaint, overrule
from tests.cases import Case, make_case, make_desk, make_user, prepared, shared

pytestmark = pytest.mark.django_db

WHY = "示例优选的用户协议第 3 条写明了同意，退订以后发来的是订单通知，不是广告。"


@pytest.fixture
def case() -> Case:
    return make_case(at=timezone.now())


@pytest.fixture
def lawyer(case: Case) -> Actor:
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    person = make_user("lawyer")
    Membership.objects.create(user=person, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=person)
    return Actor.of_user(person)


def assessed(case: Case) -> Assessment:
    return assess_complaint(by=case.by, complaint=case.complaint)


def status_of(assessment: Assessment, ground: str) -> str:
    return next(str(row["status"]) for row in assessment.result["grounds"] if row["code"] == ground)


def said(by: Actor, assessment: Assessment, **more: Any) -> Overrule:
    given = {"ground": "H2", "status": "not_met", "reason": WHY, **more}
    return overrule(by=by, assessment=assessment, **given)


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lawyer_answers_beside_the_machine(case, lawyer):
    assessment = assessed(case)
    found = status_of(assessment, "H2")
    made = said(lawyer, assessment)
    assert (made.status_before, made.status, made.reason, made.desk) == (found, "not_met", WHY, None)
    assessment.refresh_from_db()
    assert status_of(assessment, "H2") == found
    entries = LedgerEntry.objects.filter(complaint=case.complaint).order_by("sequence")
    last = entries.last()
    assert last is not None
    assert (last.act, last.actor) == (Act.ASSESSMENT_OVERRULED, lawyer.label)
    assert last.detail["reason"] == digest(WHY)
    assert "协议" not in json.dumps(last.detail, ensure_ascii=False)
    assert walk(case.complaint.pk, entries) == []


def test_the_reason_is_not_readable_in_the_database(case, lawyer):
    said(lawyer, assessed(case))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM legal_overrule")
        assert "协议" not in cursor.fetchone()[0]


def test_a_member_of_a_firm_that_the_case_was_shared_with(case):
    firm = Organisation.objects.create(name="示例协会", kind=Organisation.Kind.CONSUMER_ASSOCIATION)
    person = make_user("adviser")
    Membership.objects.create(user=person, organisation=firm, role=Membership.Role.CASEWORKER)
    shared(by=case.by, complaint=case.complaint, with_organisation=firm)
    assert said(Actor.of_user(person), assessed(case)).pk


def test_the_owner_cannot_even_as_a_lawyer(case):
    assessment = assessed(case)
    with pytest.raises(Refused, match="律师"):
        said(case.by, assessment)
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    Membership.objects.create(user=case.owner, organisation=firm, role=Membership.Role.LAWYER)
    case.owner.__dict__.pop("_organisation_ids", None)
    with pytest.raises(Refused, match="律师"):
        said(Actor.of_user(case.owner), assessment)
    assert not Overrule.objects.exists()


def test_a_stranger_and_the_portal_itself_cannot(case):
    assessment = assessed(case)
    for by in (Actor.of_user(make_user("stranger")), Actor(), Actor.system("outbox")):
        with pytest.raises(Complaint.DoesNotExist):
            said(by, assessment)


def test_a_friend_whom_the_case_was_shared_with_is_no_lawyer(case):
    friend = make_user("friend")
    shared(by=case.by, complaint=case.complaint, with_user=friend)
    with pytest.raises(Refused, match="律师"):
        said(Actor.of_user(friend), assessed(case))


def test_a_share_that_ended_ends_it(case, lawyer):
    assessment = assessed(case)
    access = case.complaint.access.get(why="shared")
    filing_services.end_share(by=case.by, access=access)
    with pytest.raises(Complaint.DoesNotExist):
        said(lawyer, assessment)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"reason": "  "}, "理由"),
        ({"reason": "长" * 5001}, "5000"),
        ({"reason": "a\x00b"}, "控制符"),
        ({"status": "won"}, "哪一种结果"),
        ({"ground": "Z9"}, "Z9"),
    ],
)
def test_words_that_say_nothing_are_refused(case, lawyer, more, told):
    with pytest.raises(Refused, match=told):
        said(lawyer, assessed(case), **more)
    assert not Overrule.objects.exists()


def test_the_same_status_is_no_correction(case, lawyer):
    assessment = assessed(case)
    with pytest.raises(Refused, match="没有可更正的"):
        said(lawyer, assessment, status=status_of(assessment, "H2"))


def test_only_the_newest_assessment(case, lawyer):
    old = assessed(case)
    assessed(case)
    with pytest.raises(Refused, match="新的对照结果"):
        said(lawyer, old)


def test_a_second_one_follows_the_first(case, lawyer):
    assessment = assessed(case)
    said(lawyer, assessment)
    again = said(lawyer, assessment, status="arguable", reason="又看了录音，可以争。")
    assert again.status_before == "not_met"
    assert Overrule.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE legal_overrule SET status = 'arguable'",
        "DELETE FROM legal_overrule",
        "TRUNCATE legal_overrule",
    ],
)
def test_nobody_changes_it(case, lawyer, statement):
    said(lawyer, assessed(case))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_its_triggers_stand_though_a_role_were_allowed(case, lawyer):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'legal_overrule'::regclass AND tgenabled = 'O'"
        )
        names = " ".join(name for (name,) in cursor.fetchall())
    assert "overrule_frozen" in names
    assert "overrule_no_truncate" in names


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────────────────────


def sent_to(case: Case, recipient: Recipient) -> Any:
    filing = prepared(case, recipient, at=timezone.now())
    filing_services.confirm(by=case.by, filing=filing)
    filing_services.sweep_outbox()
    filing.refresh_from_db()
    return filing


def test_a_desk_corrects_what_was_sent_to_it_and_sees_its_own_alone(case, lawyer):
    recipient, caseworker = make_desk()
    other_recipient, other = make_desk("乙市市场监督管理局")
    filing, other_filing = sent_to(case, recipient), sent_to(case, other_recipient)
    found = status_of(filing.assessment, "H2")
    made = filing_services.overrule_at_desk(
        by=caseworker, filing=filing, ground="H2", status="not_met", reason="已核实有书面同意。"
    )
    assert (made.desk, made.status_before) == (recipient.organisation, found)
    with pytest.raises(filing_services.Refused):
        filing_services.overrule_at_desk(by=case.by, filing=filing, ground="H2", status="not_met", reason=WHY)
    with pytest.raises(type(filing).DoesNotExist):
        filing_services.overrule_at_desk(by=other, filing=filing, ground="H2", status="not_met", reason=WHY)
    page = signed_in(caseworker).get(f"/admin/filings/filing/{filing.pk}/change/").content.decode()
    assert "已核实有书面同意" in page
    elsewhere = signed_in(other).get(f"/admin/filings/filing/{other_filing.pk}/change/").content.decode()
    assert "已核实有书面同意" not in elsewhere
    owners = signed_in(case.by).get(f"/cases/{case.complaint.number}/law/reasons/").content.decode()
    assert "已核实有书面同意" not in owners


def test_a_desk_does_not_see_what_the_complainants_lawyer_said(case, lawyer):
    recipient, caseworker = make_desk()
    filing = sent_to(case, recipient)
    said(lawyer, Assessment.objects.latest_of(case.complaint), status="arguable")
    page = signed_in(caseworker).get(f"/admin/filings/filing/{filing.pk}/change/").content.decode()
    assert WHY not in page


def test_a_desk_by_the_back_door(case):
    recipient, caseworker = make_desk()
    assessment = assessed(case)
    with pytest.raises(Complaint.DoesNotExist):
        said(caseworker, assessment, desk=recipient.organisation)
    sent_to(case, recipient)
    newest = Assessment.objects.latest_of(case.complaint)
    with pytest.raises(Refused, match="律师"):
        said(caseworker, newest)
    foreign, _someone = make_desk("丙市市场监督管理局")
    with pytest.raises(Refused, match="办案台"):
        said(caseworker, newest, desk=foreign.organisation)


def test_the_form_at_the_desk(case):
    recipient, caseworker = make_desk()
    filing = sent_to(case, recipient)
    client, address = signed_in(caseworker), f"/admin/filings/filing/{filing.pk}/change/"
    given = {"act": "overrule", "ground": "H2", "status": "not_met", "text": "已核实有书面同意。"}
    refused = client.post(address, given | {"status": "won"})
    assert refused.status_code == 422
    assert "已核实有书面同意。" in refused.content.decode()
    assert client.post(address, given, follow=True).status_code == 200
    assert Overrule.objects.get().desk == recipient.organisation


# ── Who reads it, and what follows ───────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_it_beside_the_result(case, lawyer):
    assessment = assessed(case)
    client = signed_in(lawyer)
    number = case.complaint.number
    form = client.get(f"/cases/{number}/law/overrule/")
    assert form.status_code == 200
    given = {"assessment": assessment.pk, "ground": "H2", "status": "not_met", "reason": WHY}
    done = client.post(f"/cases/{number}/law/overrule/", given)
    assert done.status_code == 302
    for reader in (lawyer, case.by):
        page = signed_in(reader).get(f"/cases/{number}/law/reasons/").content.decode()
        assert WHY in page
        assert "律师更正：不符合" in page
        assert "原结果：" in page
    assert (
        f"/cases/{number}/law/overrule/"
        not in signed_in(case.by).get(f"/cases/{number}/law/reasons/").content.decode()
    )


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(case, lawyer):
    old = assessed(case)
    address = f"/cases/{case.complaint.number}/law/overrule/"
    empty = signed_in(lawyer).post(address, {"assessment": old.pk, "ground": "H2", "status": "not_met"})
    assert empty.status_code == 422
    assessed(case)
    given = {"assessment": old.pk, "ground": "H2", "status": "not_met", "reason": WHY}
    late = signed_in(lawyer).post(address, given)
    assert late.status_code == 422
    assert WHY in late.content.decode()
    assert "新的对照结果" in late.content.decode()


def test_the_page_is_the_lawyers_alone(case, lawyer):
    assessed(case)
    address = f"/cases/{case.complaint.number}/law/overrule/"
    for by in (case.by, Actor.of_user(make_user("stranger"))):
        assert signed_in(by).get(address).status_code == 404
        assert signed_in(by).post(address, {"ground": "H2"}).status_code == 404
    assert Client().get(address).status_code == 404


def test_it_holds_for_the_next_assessment_while_the_machine_answers_the_same(case, lawyer):
    said(lawyer, assessed(case))
    corrected = as_corrected(assessed(case))
    assert next(row["status"] for row in corrected["grounds"] if row["code"] == "H2") == "not_met"
    page = signed_in(case.by).get(f"/cases/{case.complaint.number}/law/reasons/").content.decode()
    assert "律师更正：不符合" in page
    assert "针对" in page


def test_it_ends_where_the_machine_answers_something_else(case, lawyer):
    first = assessed(case)
    said(lawyer, first, status="arguable")
    later = assessed(case)
    other = {**later.result, "grounds": [{**row, "status": "not_met"} for row in later.result["grounds"]]}
    changed = Assessment(pk=later.pk, complaint=case.complaint, result=other)
    assert as_corrected(changed)["grounds"][1]["status"] == "not_met"


def test_a_letter_does_not_plead_what_the_lawyer_struck_out(case, lawyer):
    recipient, _caseworker = make_desk()
    before = filing_services.content_of(prepared(case, recipient, at=timezone.now()))
    assert "H2" in [row["code"] for row in before["law"]]
    said(lawyer, Assessment.objects.latest_of(case.complaint))
    other, _someone = make_desk("乙市市场监督管理局")
    after = filing_services.content_of(prepared(case, other, at=timezone.now()))
    codes = [row["code"] for row in after["law"]]
    assert "H2" not in codes
    assert codes


def test_a_ground_without_provisions_is_not_pleaded_by_a_word(case, lawyer):
    assessment = assessed(case)
    bare = next(row["code"] for row in assessment.result["grounds"] if not row["provisions"])
    said(lawyer, assessment, ground=bare, status="established")
    found = {row["code"]: row["status"] for row in as_corrected(assessment)["grounds"]}
    assert found[bare] == status_of(assessment, bare)


def test_a_bundle_carries_it_up_to_its_head(case, lawyer):
    assessment = assessed(case)
    said(lawyer, assessment)
    export = filing_services.request_export(by=case.by, complaint=case.complaint)
    said(lawyer, assessment, status="arguable", reason="导出以后才写的。")
    carried = contents_of(export).assessment
    assert carried is not None
    assert [(row["ground"], row["status"], row["reason"]) for row in carried["overrules"]] == [
        ("H2", "not_met", WHY)
    ]
