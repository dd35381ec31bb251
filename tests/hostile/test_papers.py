"""Attacks on drafting: papers of other cases, texts that break a page, a firm's letter in other hands."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from documents.doubts import Known, doubts_in
from filings import services
from filings.drafting import differences
from filings.models import Paper
from filings.services import Refused
from filings.services.papers import versions
from legal.services import assess_complaint
from tests.callers import caller
from tests.cases import NOW, add_exhibit, make_case, make_mail_recipient, make_user, shared
from tests.documents.reading import text_of
from tests.filings.test_named_recipients import PLATFORMS, bound, named
from tests.filings.test_paper_pages import Drafting
from tests.filings.test_papers import NEW, begun, edit, lawyer_with, prepare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
LONG = services.LONGEST_BLOCK


@pytest.fixture
def drafting() -> Drafting:
    return Drafting()


def test_a_company_that_another_case_names_stands_on_no_page_of_drafting_and_no_paper_is_begun_to_it(
    client: Any,
) -> None:
    mine, theirs = bound(), bound()
    assess_complaint(by=mine.by, complaint=mine.complaint)
    company = named(theirs, PLATFORMS[0])
    company.name = "别人投诉的公司"
    company.save()
    own = named(mine, PLATFORMS[1])
    client.force_login(mine.owner)
    address = reverse("papers", args=[mine.complaint.number])
    page = client.get(address).content.decode()
    assert company.name not in page
    assert own.name in page
    assert client.post(address, {"recipient": company.pk}).status_code == 404
    program = caller(mine.owner)
    place = f"/api/v1/complaints/{mine.complaint.number}/papers/"
    assert program.post(place, {"recipient": company.pk}, format="json").status_code == 404
    with pytest.raises(Refused, match="没有这个接收方"):
        services.begin_paper(by=mine.by, complaint=mine.complaint, recipient=company, at=NOW)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "一" * LONG,
        "一" * 5000 + "元",
        "1" * LONG,
        "1," * (LONG // 2),
        "1" + " " * (LONG - 1),
        "有限公司" * 5000,
    ],
)
def test_no_text_that_somebody_pastes_breaks_or_holds_up_the_reading_of_doubts(text: str) -> None:
    assert isinstance(doubts_in("facts", text, Known(texts=("",))), list)


def test_texts_that_repeat_themselves_are_compared_as_wholes() -> None:
    parts = differences("首" + "啊。" * 5000 + "尾", "首" + "啊！" * 9000 + "尾")
    assert [one.kind for one in parts] == ["same", "del", "ins", "same"]
    assert "".join(one.text for one in parts if one.kind != "ins") == "首" + "啊。" * 5000 + "尾"


def test_signs_that_nobody_sees_are_kept_in_no_edit_and_a_version_is_a_word_file_all_the_same(
    drafting: Drafting,
) -> None:
    hidden = "停止\u202e发\x01送\u200b\ufffe，并道歉。"
    assert drafting.save(drafting.owner_page, hidden, 1).status_code == 302
    assert drafting.paper.current.edited == {"requests": "停止发送，并道歉。"}
    program = caller(drafting.case.owner)
    place = f"/api/v1/papers/{drafting.paper.pk}/"
    half = b'{"seen": 2, "texts": {"requests": "\\ud800' + NEW.encode() + b'"}}'
    assert program.post(f"{place}edit/", half, content_type="application/json").status_code == 400
    for form in ("pdf", "docx"):
        assert program.get(f"{place}versions/2/{form}/").status_code == 200


def test_an_edit_of_a_block_that_went_meanwhile_is_kept_beside() -> None:
    case = make_case()
    paper = begun(case)
    gone = paper.current.as_generated.blocks[-1].key
    made = paper.current.as_generated
    versions.add_version(case.by, paper, replace(made, blocks=made.blocks[:-1]), {}, NOW)
    written = edit(case, paper, "", seen=1, key=gone)
    assert [one.key for one in written.clashes] == [gone]


@pytest.mark.parametrize("given", [{"page": "asking=1&asks=我承认收到过"}, {"wishes": "{"}])
def test_nobody_fills_in_the_page_of_a_consent_by_beginning_its_paper(
    drafting: Drafting, given: dict[str, str]
) -> None:
    services.discard_paper(by=drafting.case.by, paper=drafting.paper)
    place = f"/api/v1/complaints/{drafting.case.complaint.number}/papers/"
    sent = {"recipient": drafting.recipient.pk, "given": given}
    for program in (caller(drafting.lawyer.user), caller(drafting.case.owner)):
        assert program.post(place, sent, format="json").status_code == 409
    with pytest.raises(Refused, match="由投诉人自己"):
        services.begin_paper(
            by=drafting.lawyer,
            complaint=drafting.case.complaint,
            recipient=drafting.recipient,
            wishes=services.Wishes(asks=("赔偿",)),
        )
    assert not Paper.objects.standing().exists()


def test_a_paper_has_an_end(drafting: Drafting) -> None:
    keys = [block.key for block in drafting.paper.current.as_generated.blocks if not block.fixed]
    refused = drafting.owner_page.post(
        drafting.address, {"seen": 1, **{f"block-{key}": key + "长" * (LONG - 20) for key in keys}}
    )
    assert refused.status_code == 422
    assert "写的内容还在下面" in refused.content.decode()
    assert drafting.paper.current.number == 1


def firms(case: Any) -> tuple[Paper, Actor, Actor]:
    lawyer = lawyer_with(case)
    letter = services.begin_paper(by=lawyer, complaint=case.complaint, kind="lawyers_letter", at=NOW)
    firm = Organisation.objects.create(name="另一家律师事务所", kind=Organisation.Kind.LAW_FIRM)
    user = make_user("other")
    Membership.objects.create(user=user, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=user)
    return letter, lawyer, Actor.of_user(User.objects.get(pk=user.pk))


def test_what_a_lawyer_issues_under_the_letterhead_of_a_firm_is_written_by_that_firm_alone(
    client: Any,
) -> None:
    case = make_case(at=timezone.now())
    letter, lawyer, other = firms(case)
    key = next(block.key for block in letter.current.as_generated.blocks if not block.fixed)
    for by in (case.by, other):
        with pytest.raises(Refused, match="只有那家律所的律师"):
            edit(case, letter, "我司从未授权。", by=by, key=key)
        with pytest.raises(Refused, match="只有那家律所的律师"):
            services.update_paper(by=by, paper=letter)
    assert edit(case, letter, "请即停止。", by=lawyer, key=key).version.number == 2
    client.force_login(case.owner)
    page = client.get(reverse("paper", args=[letter.pk])).content.decode()
    assert "只有那家律所的律师能改" in page
    assert "data-saves" not in page


def test_a_paper_is_begun_only_where_it_helps_for_whom_it_can_go_to_and_with_what_it_asks() -> None:
    case = make_case()

    def begin(kind: str, **more: Any) -> Paper:
        return services.begin_paper(by=case.by, complaint=case.complaint, kind=kind, at=NOW, **more)

    with pytest.raises(Refused, match="用不上"):
        begin("guardianship")
    with pytest.raises(Refused, match="不能写给"):
        begin("access_request", addressee="与案件无关的公司")
    with pytest.raises(Refused, match="不问"):
        begin("authority", given={"anything": "x"})
    with pytest.raises(Refused, match="律师"):
        begin("lawyers_letter")
    assert not Paper.objects.exists()


def test_evidence_that_was_written_of_is_printed_though_no_file_goes_along() -> None:
    case = make_case()
    add_exhibit(case)
    paper = services.begin_paper(
        by=case.by, complaint=case.complaint, recipient=make_mail_recipient(), at=NOW
    )
    edit(case, paper, "原件由本人保存。", key="evidence")
    filing = prepare(case, paper)
    pdf = services.open_document(by=case.by, document=filing.documents.get(kind="letter")).read()
    assert "原件由本人保存" in text_of(pdf)
