"""Papers as somebody drafts them: versions, two people at once, whose they are, and the one version that goes out."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Act, LedgerEntry
from documents import founded
from documents.blocks import said
from filings import services
from filings.desk.sent import Sent
from filings.models import Document, Filing, Paper
from filings.services import Refused, content_of
from tests.cases import NOW, agreeing_to, make_case, make_desk, make_mail_recipient, make_user, shared
from tests.documents.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
NEW = "我只要求停止发送，并书面道歉。"


@pytest.fixture
def case() -> Any:
    return make_case()


def lawyer_with(case: Any, until: Any = None) -> Actor:
    firm = Organisation.objects.create(name="示例律师事务所", kind=Organisation.Kind.LAW_FIRM)
    user = make_user("lawyer", first_name="律", last_name="陈")
    Membership.objects.create(user=user, organisation=firm, role=Membership.Role.LAWYER)
    shared(by=case.by, complaint=case.complaint, with_user=user)
    return Actor.of_user(User.objects.get(pk=user.pk))


def begun(case: Any, by: Actor | None = None) -> Paper:
    return services.begin_paper(
        by=by or case.by, complaint=case.complaint, recipient=make_mail_recipient(), at=NOW
    )


def edit(
    case: Any, paper: Paper, text: str, *, by: Actor | None = None, seen: int = 0, key: str = "requests"
) -> Any:
    seen = seen or paper.current.number
    return services.edit_paper(by=by or case.by, paper=paper, texts={key: text}, seen=seen, at=NOW)


def prepare(case: Any, paper: Paper, **more: Any) -> Filing:
    about: dict[str, Any] = {"complaint": case.complaint, "recipient": paper.recipient}
    about |= {"document": Document.LETTER, "at": more.pop("at", NOW)}
    shown = services.propose_consent(exhibits=(), **about)
    giving = more.pop("giving", agreeing_to(shown))
    return services.prepare(
        by=case.by, consent_digest=more.get("digest", shown.digest), giving=giving, **about
    )


def test_every_save_is_a_version_and_the_record_says_who_and_which_block_without_its_words(case: Any) -> None:
    paper = begun(case)
    first = paper.current
    second = edit(case, paper, NEW).version
    assert (first.number, second.number) == (1, 2)
    assert second.as_written.blocks != first.as_written.blocks
    assert edit(case, paper, NEW).version == second, "nothing new was written"
    entry = LedgerEntry.objects.filter(complaint=case.complaint, act=Act.PAPER_EDITED).get()
    assert entry.actor == case.by.label
    assert entry.detail == {
        "paper": str(paper.pk),
        "version": 2,
        "digest": second.digest,
        "before": first.digest,
        "blocks": ["requests"],
    }


def test_a_block_that_is_set_back_is_no_edit_and_its_edit_stays_in_its_version(case: Any) -> None:
    paper = begun(case)
    edit(case, paper, NEW)
    back = services.reset_block(by=case.by, paper=paper, key="requests", seen=2, at=NOW).version
    assert not back.edited
    assert paper.versions.get(number=2).edited == {"requests": NEW}


def test_two_people_at_once_overwrite_nothing(case: Any) -> None:
    """Other blocks are joined; of the same block both texts are kept and told."""
    paper, lawyer = begun(case), lawyer_with(case)
    edit(case, paper, NEW, by=lawyer, seen=1)
    joined = edit(case, paper, "请尽快书面答复。", seen=1, key="closing")
    assert joined.version.edited == {"requests": NEW, "closing": "请尽快书面答复。"}
    assert not joined.clashes
    clashing = edit(case, paper, "我要求赔偿。", seen=1)
    (clash,) = clashing.clashes
    assert (clash.mine, clash.theirs) == ("我要求赔偿。", NEW)
    assert paper.current == joined.version
    assert clashing.aside.aside
    assert clashing.aside.edited["requests"] == "我要求赔偿。"


def test_messages_as_received_are_nobodys_to_rewrite(case: Any) -> None:
    paper = begun(case)
    assert not edit(case, paper, "【示例优选】我没有收到", key="messages").version.edited


def test_what_the_case_says_anew_is_taken_when_asked_and_edits_stay(case: Any) -> None:
    paper = begun(case)
    edit(case, paper, NEW)
    case.complaint.parties.filter(role="complainant").update(name="王大宁")
    assert not services.same_words(paper.current.as_generated, services.generated(paper, at=NOW))
    anew = services.update_paper(by=case.by, paper=paper, at=NOW)
    assert anew.edited == {"requests": NEW}
    assert "王大宁" in anew.as_written.blocks[1].text
    assert services.update_paper(by=case.by, paper=paper, at=NOW) == anew


def test_a_paper_is_seen_and_edited_by_the_complainant_and_a_lawyer_with_the_case(case: Any) -> None:
    paper, lawyer, stranger = begun(case), lawyer_with(case), Actor.of_user(make_user("stranger"))
    assert Paper.objects.visible_to(lawyer).get() == paper
    assert not Paper.objects.visible_to(stranger).exists()
    with pytest.raises(type(case.complaint).DoesNotExist):
        edit(case, paper, NEW, by=stranger)
    assert edit(case, paper, NEW, by=lawyer).version.written_by == lawyer.label
    case.complaint.access.filter(user=lawyer.user).update(until=timezone.now() - timedelta(days=1))
    assert not Paper.objects.visible_to(lawyer).exists()


def test_the_complainant_approves_one_version_and_an_edit_ends_it(case: Any) -> None:
    paper, lawyer = begun(case), lawyer_with(case)
    asked = edit(case, paper, NEW, by=lawyer).version
    services.ask_approval(by=lawyer, paper=paper, at=NOW)
    with pytest.raises(Refused, match="只有投诉人"):
        services.approve_paper(by=lawyer, paper=paper, digest=asked.digest, at=NOW)
    with pytest.raises(Refused, match="又改过了"):
        services.approve_paper(by=case.by, paper=paper, digest="sha256:0", at=NOW)
    approved = services.approve_paper(by=case.by, paper=paper, digest=asked.digest, at=NOW)
    assert (approved.state, approved.approved) == (Paper.State.APPROVED, asked)
    edit(case, paper, NEW + "另请答复。", by=lawyer)
    paper.refresh_from_db()
    assert (paper.state, paper.approved) == (Paper.State.DRAFTING, None)


def test_what_nobody_finds_in_the_case_is_confirmed_before_it_is_approved_or_sealed(case: Any) -> None:
    paper = begun(case)
    version = edit(case, paper, "请赔偿98765元。").version
    with pytest.raises(Refused, match="没有勾选核对过"):
        services.approve_paper(by=case.by, paper=paper, digest=version.digest, at=NOW)
    with pytest.raises(Refused, match="没有勾选核对过"):
        prepare(case, paper, giving=services.Giving())
    services.approve_paper(by=case.by, paper=paper, digest=version.digest, checked=True, at=NOW)
    assert prepare(case, paper).state == "prepared"


def test_a_paper_is_not_approved_with_a_sentence_that_nothing_carries(case: Any, monkeypatch: Any) -> None:
    paper = begun(case)
    planted = said("凭空的一句。", "debt.impersonates")
    told = founded.generated_in

    def with_it(written: Any, edits: Any) -> Any:
        return [*told(written, edits), *([] if "facts" in edits else [planted])]

    monkeypatch.setattr("documents.founded.generated_in", with_it)
    with pytest.raises(Refused, match="凭空的一句。”。没有确认"):
        services.approve_paper(by=case.by, paper=paper, digest=paper.current.digest, at=NOW)
    edited = edit(case, paper, "我自己写的经过。", key="facts").version
    services.approve_paper(by=case.by, paper=paper, digest=edited.digest, at=NOW)


def test_a_consent_shows_every_edited_block_whole_and_exactly_that_version_is_sealed(case: Any) -> None:
    paper = begun(case)
    version = edit(case, paper, NEW).version
    shown = services.propose_consent(
        complaint=case.complaint, recipient=paper.recipient, exhibits=(), document=Document.LETTER, at=NOW
    )
    assert NEW in shown.text
    assert version.digest in shown.text
    filing = prepare(case, paper)
    content = content_of(filing)
    assert content["edits"] == {"requests": NEW}
    assert content["paper"] == {"id": str(paper.pk), "version": 2, "digest": version.digest}
    assert filing.paper_version == version
    letter = services.open_document(by=case.by, document=filing.documents.get(), at=NOW)
    printed = text_of(b"".join(letter)).replace("\n", "")
    assert NEW.rstrip("。") in printed
    generated = next(one for one in version.as_generated.blocks if one.key == "requests")
    assert generated.text.split("\n")[0][:10] not in printed
    entry = LedgerEntry.objects.get(complaint=case.complaint, act=Act.FILING_PREPARED)
    assert entry.detail["paper"] == content["paper"]


def test_a_consent_says_that_edited_blocks_are_not_searched_for_what_is_left_out(case: Any) -> None:
    paper = begun(case)
    edit(case, paper, NEW)
    about: Any = {"complaint": case.complaint, "recipient": paper.recipient, "exhibits": (), "at": NOW}
    shown = services.propose_consent(document=Document.LETTER, **about)
    left = services.propose_consent(
        document=Document.LETTER, giving=services.Giving(left_out=frozenset(shown.optional)), **about
    )
    assert left.withheld
    assert any("改过的段落照写的给" in one for one in left.within)


def test_an_edit_after_the_consent_was_shown_prepares_nothing(case: Any) -> None:
    paper = begun(case)
    edit(case, paper, NEW)
    shown = services.propose_consent(
        complaint=case.complaint, recipient=paper.recipient, exhibits=(), document=Document.LETTER, at=NOW
    )
    edit(case, paper, NEW + "请书面答复。")
    with pytest.raises(Refused, match="有了变化"):
        prepare(case, paper, digest=shown.digest)


def test_an_edit_ends_the_consent_to_what_was_prepared_and_not_confirmed(case: Any) -> None:
    """And the record takes nobody who edited for the complainant."""
    paper, lawyer = begun(case), lawyer_with(case)
    edit(case, paper, NEW)
    filing = prepare(case, paper)
    edit(case, paper, NEW + "请书面答复。", by=lawyer)
    filing.refresh_from_db()
    assert filing.state == "withdrawn"
    assert filing.consent.withdrawn_at is not None
    with pytest.raises(Refused):
        services.confirm(by=case.by, filing=filing, at=NOW)
    assert lawyer.label not in LedgerEntry.objects.complainants(case.complaint)
    assert prepare(case, paper).state == "prepared", "asked anew, it goes"


def test_what_was_sent_stays_as_it_was_sent(case: Any) -> None:
    paper = begun(case)
    edit(case, paper, NEW)
    filing = services.confirm(by=case.by, filing=prepare(case, paper), at=NOW)
    edit(case, paper, NEW + "请书面答复。")
    filing.refresh_from_db()
    assert filing.state == "queued"
    assert content_of(filing)["edits"] == {"requests": NEW}


def test_a_case_nobody_edited_is_sealed_as_before(case: Any) -> None:
    """A draft without an edit changes nothing of what is sent."""
    recipient = make_mail_recipient()
    about = {"complaint": case.complaint, "recipient": recipient, "document": Document.LETTER, "at": NOW}
    before = services.propose_consent(exhibits=(), **about)
    services.begin_paper(by=case.by, complaint=case.complaint, recipient=recipient, at=NOW)
    assert services.propose_consent(exhibits=(), **about) == before


def test_a_desk_reads_what_was_written_in_place_of_the_story_and_not_the_story(case: Any) -> None:
    paper = services.begin_paper(by=case.by, complaint=case.complaint, recipient=make_desk()[0], at=NOW)
    edit(case, paper, "我拒绝以后仍然收到推销短信。", key="facts")
    filing = prepare(case, paper)
    assert "story" not in content_of(filing)["fields"]
    assert Sent.of(filing).story == "我拒绝以后仍然收到推销短信。"


def test_a_draft_put_away_unedited_leaves_what_was_prepared(case: Any) -> None:
    """It goes out as it was agreed to; with an edit in it, it would not."""
    paper = begun(case)
    filing = prepare(case, paper)
    services.discard_paper(by=case.by, paper=paper, at=NOW)
    filing.refresh_from_db()
    assert filing.state == "prepared"


def test_a_version_is_never_changed(case: Any) -> None:
    from portal.grants import append_only_tables

    assert "filings_paperversion" in append_only_tables()
    version = edit(case, begun(case), NEW).version
    assert json.loads(version.edits) == {"requests": NEW}


def test_in_a_case_that_was_withdrawn_nothing_is_written_any_more(case: Any) -> None:
    paper = begun(case)
    type(case.complaint).objects.filter(pk=case.complaint.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="已经撤回"):
        edit(case, paper, NEW)
    assert Paper.objects.visible_to(case.by).get().current == paper.current
