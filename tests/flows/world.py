"""One small world with everybody in it, for tests that ask who may see what. Invented people and numbers."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.actors import SESSION_CODES, Actor, code_digest
from accounts.desk_keys import give_key
from accounts.models import DeskKey, Invitation, Membership, Organisation, User
from complaints.models import Access, Campaign, Complaint, Intake, Subscription, WayBack
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint, open_draft
from core.canonical import digest
from evidence.models import DailyHead, Exhibit, FixityFinding, FixityRound, Import, Timestamp, Upload
from evidence.sealed import sealing
from evidence.services import (
    carry_imports,
    check_fixity,
    make_heads,
    make_renditions,
    receive,
    receive_backup,
)
from evidence.services.uploading import begin_upload
from filings import services
from filings.desk.table import write_list
from filings.models import (
    BulkAct,
    CampaignExport,
    CounselLink,
    CourtDay,
    Delivery,
    DeskCampaign,
    DeskLetter,
    Export,
    Filing,
    FirmEntry,
    GivenFile,
    ListExport,
    Mediation,
    Paper,
    ProofOfService,
    Proposal,
    QualitySample,
    Recipient,
    Referral,
    Supplement,
    Task,
    Way,
    Webhook,
)
from filings.services.bundles.exports import build_export
from legal.models import HolidayNotice
from legal.services import assess_complaint, assess_stated, shown_answers
from tests.cases import FACTS, shared
from tests.filings.desk_cases import picture

ROLES = (
    "anonymous", "draft_holder", "case_holder", "owner", "consumer", "caseworker_a", "caseworker_b", "supervisor",
    "lawyer", "stranger_lawyer", "administrator", "auditor", "keeper",
)  # fmt: skip
# The token of a link back into the case; whoever has the mail has it.
LINK = "ABCDE-FGHJK-23456-MNPQR"
CALENDAR = "ABCDE-FGHJK-23456-MNPQR-STVWX-23456"


@dataclass(frozen=True)
class World:
    """``case`` was filed by the owner, sent to the desk of A with one of its two files, and shared with a lawyer."""

    case: Complaint
    sent: Filing
    prepared: Filing
    given: Exhibit
    kept: Exhibit
    added: Supplement  # brought to the desk of A, without a file
    being_written: Supplement
    paper: Paper
    imported: Import
    upload: Upload  # a file on its way
    export: Export
    share: Access
    delivery: Delivery
    recipient: Recipient
    campaign: DeskCampaign
    lead: CampaignExport
    bulk: BulkAct  # looked at by the caseworker of A
    given_file: GivenFile  # by the desk of A, to the owner
    letter: DeskLetter  # which that file is
    proof: ProofOfService
    listed: ListExport  # taken out by the caseworker of A
    intake: Intake  # begun by the same
    task: Task
    proposal: Proposal
    draft_id: Any
    by: Actor  # the owner
    clients: dict[str, Client]


def _member(name: str, organisation: Organisation, role: str, *, staff: bool) -> User:
    user = User.objects.create_user(username=name, password="x", is_staff=staff)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def _signed_in(user: User | None = None, code: str = "") -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    if code:
        session = client.session
        session[SESSION_CODES] = [code_digest(code)]
        session.save()
    return client


def _desk(name: str, channel: str) -> Recipient:
    """Where somebody is at work: nothing is sent to an empty desk."""
    organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.REGULATOR)
    _member(f"at-work-{organisation.pk}", organisation, "caseworker", staff=True)
    return Recipient.objects.create(
        name=name, channel=channel, way=Way.DESK, organisation=organisation, contact="010-00000000"
    )


def _exhibit(by: Actor, case: Complaint, content: bytes, name: str) -> Exhibit:
    exhibit = receive(by=by, complaint_id=case.pk, stream=io.BytesIO(content), filename=name)
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return exhibit


def _prepared(by: Actor, case: Complaint, recipient: Recipient, exhibits: list[Exhibit]) -> Filing:
    meant: dict[str, Any] = {
        "complaint": case,
        "recipient": recipient,
        "exhibits": exhibits,
        "document": "letter",
    }
    shown = services.propose_consent(**meant)
    giving = services.Giving(agreed=frozenset(one.key for one in shown.separate))
    return services.prepare(by=by, consent_digest=shown.digest, giving=giving, **meant)


def _supplemented(by: Actor, sent: Filing) -> tuple[Supplement, Supplement]:
    """One that was delivered, and the next one as it is being written."""
    sent.refresh_from_db()
    row = services.write_supplement(by=by, filing=sent, text="后来又收到三条。")
    shown = services.propose_supplement(supplement=row)
    services.prepare_supplement(by=by, supplement=row, consent_digest=shown.digest)
    services.confirm_supplement(by=by, supplement=row)
    services.sweep_outbox()
    return row, services.write_supplement(by=by, filing=sent, text="还没写完。")


def _filed(owner: User) -> tuple[Complaint, str]:
    by = Actor.of_user(owner)
    draft, code = open_draft(by=by)
    filed = file_complaint(
        by=by,
        kind="harassment",
        situations=["optout_ignored"],
        story="我回了退订，第二天又收到三条推销短信。",
        facts={**FACTS, "filing_date": timezone.localdate().isoformat()},
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        respondents=[RespondentInput(role="content_provider", name="示例优选商城有限公司")],
        contacts=[ContactInput(channel="sms", sender="10690000123456", text="【示例优选】全场五折，退订回T")],
        draft=draft,
    )
    return filed.complaint, code


def _campaign(sent: Filing, head: User) -> tuple[DeskCampaign, CampaignExport]:
    """A campaign at the desk of A and a lead that was made of it, as rows: the case of this world is only one."""
    at = timezone.now()
    campaign = Campaign.objects.create(basis="text", signature="示例优选", key=digest("one"), founded_at=at)
    told = {
        "days": [],
        "undated": 3,
        "senders": {"count": 0, "most": []},
        "places": {"named": [], "others": 0, "unknown": 3},
        "grounds": [],
        "samples": [],
    }
    row = DeskCampaign.objects.create(
        organisation=sent.organisation,
        campaign=campaign,
        basis="text",
        signature="示例优选",
        complaints=3,
        people=3,
        messages=3,
        last_sent_at=at,
        figures=told,
        refreshed_at=at,
    )
    letter, annex = (sealing.seal(io.BytesIO(content)) for content in (b"letter", b"annex"))
    lead = CampaignExport.objects.create(
        organisation=sent.organisation,
        campaign=campaign,
        requested_by=head,
        actor=f"user:{head.pk}",
        at=at,
        content="{}",
        content_digest=digest("{}"),
        letter=letter,
        letter_sha256=letter.sha256,
        annex=annex,
        annex_sha256=annex.sha256,
    )
    return row, lead


def _correct(by: Actor, case: Complaint) -> None:
    """Every page of this world is one of a case that was corrected after something was sent."""
    days = {**case.facts["event"], "first": "2025-10-30"}
    shown = shown_answers(case, "event")
    assess_stated(by=by, complaint=case, matter="event", answers=days, shown=shown)


def make_world() -> World:
    owner = User.objects.create_user(username="owner", password="x")
    by, (case, code) = Actor.of_user(owner), _filed(owner)
    given = _exhibit(by, case, picture(), "截图.png")
    kept = _exhibit(by, case, "不给别人看".encode(), "笔记.txt")
    backup = io.BytesIO("号码,时间,内容\n1069055,2025-11-03 09:30,【示例】全场五折，退订回T\n".encode())
    imported = receive_backup(by=by, complaint_id=case.pk, stream=backup, filename="短信.csv")
    carry_imports(by=Actor.system("importer"), import_id=imported.pk)
    assess_complaint(by=by, complaint=case)
    desk_a, desk_b = _desk("甲市市场监督管理局", "12315_report"), _desk("乙市市场监督管理局", "12315_report")
    sent = services.confirm(by=by, filing=_prepared(by, case, desk_a, [given]))
    services.sweep_outbox()
    _correct(by, case)
    prepared = _prepared(by, case, desk_b, [given, kept])
    added, being_written = _supplemented(by, sent)
    assert desk_a.organisation is not None
    assert desk_b.organisation is not None
    firm, other_firm = (
        Organisation.objects.create(name=name, kind=Organisation.Kind.LAW_FIRM)
        for name in ("示例律所", "另一律所")
    )
    lawyer = _member("lawyer", firm, "lawyer", staff=False)
    share = shared(by=by, complaint=case, with_user=lawyer)
    services.write_entry(by=Actor.of_user(lawyer), complaint=case, words="记一条", minutes=30)
    services.enter_court_day(by=by, complaint=case, kind="hearing", day=timezone.localdate())
    export = build_export(export=services.request_export(by=by, complaint=case))
    draft, draft_code = open_draft(by=Actor())
    people: dict[str, Client] = {
        "anonymous": _signed_in(),
        "draft_holder": _signed_in(code=draft_code),
        "case_holder": _signed_in(code=code),
        "owner": _signed_in(owner),
        "consumer": _signed_in(User.objects.create_user(username="consumer", password="x")),
        "caseworker_a": _signed_in(_member("caseworker-a", desk_a.organisation, "caseworker", staff=True)),
        "caseworker_b": _signed_in(_member("caseworker-b", desk_b.organisation, "caseworker", staff=True)),
        "supervisor": _signed_in(_member("supervisor", desk_a.organisation, "supervisor", staff=True)),
        "lawyer": _signed_in(lawyer),
        "stranger_lawyer": _signed_in(_member("stranger-lawyer", other_firm, "lawyer", staff=False)),
        "administrator": _signed_in(User.objects.create_superuser(username="administrator", password="x")),
        "auditor": _signed_in(_member("auditor", desk_a.organisation, "auditor", staff=True)),
        # Who keeps the members of desk A.
        "keeper": _signed_in(_member("keeper", desk_a.organisation, "administrator", staff=True)),
    }
    # As a row: the channel of this world mediates nothing.
    Mediation.objects.create(
        filing=sent,
        respondent="示例移动通信公司",
        words="要不要调解？",
        asked_by="test",
        asked_at=timezone.now(),
    )
    Referral.objects.create(
        filing=sent,
        body="执法大队",
        basis="示例办法:1",
        citation="《示例办法》第一条",
        reason="线索具体。",
        found_on=timezone.localdate(),
        referred_by="test",
        referred_at=timezone.now(),
    )
    Filing.objects.filter(pk=sent.pk).update(
        mediation=Mediation.State.ASKED, referral=Referral.State.REFERRED
    )
    sent.refresh_from_db()
    campaign, lead = _campaign(sent, User.objects.get(username="supervisor"))
    WayBack.objects.create(
        complaint=case,
        token_digest=code_digest(LINK),
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    Invitation.objects.create(
        organisation=desk_a.organisation,
        address="new@example.cn",
        role="caseworker",
        token_digest=code_digest(LINK),
        made_by="test",
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    CounselLink.objects.create(
        complaint=case,
        token_digest=code_digest(LINK),
        until=timezone.now() + timedelta(days=9),
        made_by="test",
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    for medium, token in (("mail", LINK), ("calendar", CALENDAR)):
        Subscription.objects.create(
            complaint=case,
            medium=medium,
            address=case.complainant.email if medium == "mail" else "",
            token_digest=code_digest(token),
            asked_at=timezone.now(),
            confirmed_at=timezone.now(),
        )
    HolidayNotice.objects.create(
        year=2099, source_doc="虚构的通知", imported_at=timezone.now(), imported_by="system:test"
    )
    now = timezone.now()
    give_key(
        by=by,
        organisation=desk_a.organisation,
        title="业务系统",
        scopes=["read"],
        last_day=timezone.localdate(),
    )
    services.begin_webhook(by=by, organisation=desk_a.organisation, address="https://system.example/events")
    make_heads(at=now + timedelta(days=1))
    check_fixity(at=now)
    given_file = services.give_file(
        by=Actor.of_user(User.objects.get(username="caseworker-a")),
        filing=sent,
        stream=io.BytesIO(b"%PDF-1.7"),
        filename="通知.pdf",
        title="受理通知书",
    )
    letter = _letter(sent, given_file)
    FixityFinding.objects.create(sealed=kept.sealed, found_at=now, looked_at=now, what="as if it were broken")
    return World(
        case=case,
        sent=sent,
        prepared=prepared,
        given=given,
        kept=kept,
        added=added,
        being_written=being_written,
        paper=services.begin_paper(by=by, complaint=case, kind="authority"),
        imported=imported,
        upload=begin_upload(by=by, complaint_id=case.pk, size=100, filename="录音.mp3"),
        export=export,
        share=share,
        delivery=sent.deliveries.get(supplement=None),
        recipient=Recipient.objects.create(
            name="示例举报中心", channel="12321", way=Way.HAND, contact="12321", website="https://example.cn/"
        ),
        campaign=campaign,
        lead=lead,
        bulk=services.preview_bulk(
            by=Actor.of_user(User.objects.get(username="caseworker-a")),
            act="accept",
            given={},
            filings=[sent],
        ),
        given_file=given_file,
        letter=letter,
        proof=ProofOfService.objects.create(
            letter=letter,
            how="post",
            served_on=timezone.localdate(now),
            sealed=given_file.sealed,
            filename="回执.pdf",
            media_type="application/pdf",
            recorded_by="test",
            recorded_at=now,
        ),
        listed=_listed(sent),
        intake=_taken_down(),
        task=Task.objects.create(filing=sent, text="核实主体", set_by="holder", set_at=now),
        proposal=_proposal(sent, User.objects.get(username="caseworker-a")),
        draft_id=draft.pk,
        by=by,
        clients=people,
    )


def _letter(filing: Filing, given: GivenFile) -> DeskLetter:
    """As if its act had been done: no other page is about it."""
    return DeskLetter.objects.create(
        filing=filing,
        organisation=filing.organisation,
        kind="acceptance",
        state=DeskLetter.State.ISSUED,
        given='{"reason": ""}',
        title="受理通知书",
        mark="投受",
        filled="已受理。",
        text="已受理。",
        written_by="test",
        changed_at=given.given_at,
        year=2026,
        place=1,
        number="示投受〔2026〕1号",
        dated_on=timezone.localdate(given.given_at),
        printed=given.sealed,
        file=given,
    )


def _proposal(sent: Filing, person: User) -> Proposal:
    """One that is over, so that no page has it to agree to."""
    row = Proposal(filing=sent, act="close", reason="无管辖", asked_by=person, asked_at=timezone.now())
    row.moved(Proposal.State.TAKEN_BACK, settled_by=person, settled_at=row.asked_at)
    row.save()
    return row


def _taken_down() -> Intake:
    person = User.objects.get(username="caseworker-a")
    person.memberships.update(takes_complaints=True)
    (desk,) = services.desks_to_take_down_at(Actor.of_user(person))
    return services.take_down(
        by=Actor.of_user(person), organisation=desk, way="telephone", received_at=timezone.now()
    )


def _listed(sent: Filing) -> ListExport:
    QualitySample.objects.create(
        organisation=sent.organisation,
        first=timezone.localdate(),
        last=timezone.localdate(),
        among=1,
        drawn_by=User.objects.get(username="supervisor"),
        drawn_at=timezone.now(),
    )
    person = User.objects.get(username="caseworker-a")
    person.memberships.update(exports_lists=True)
    export = services.order_list(by=Actor.of_user(person), query="", file_format="csv")
    lawyer = Actor.of_user(User.objects.get(username="lawyer"))
    cases = Complaint.objects.values_list("pk", flat=True)
    services.order_cases(by=lawyer, cases=cases, file_format="csv")
    services.sweep_lists(write=write_list)
    export.refresh_from_db()
    return export


def routes() -> Iterator[str]:
    """Every route of the project, as it is written; none twice."""
    seen: set[str] = set()

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns, route)
            elif route not in seen:
                seen.add(route)
                yield route

    yield from walk(get_resolver().url_patterns, "")


def arguments(world: World) -> dict[str, Any]:
    """What stands in a route's place holders."""
    return {
        "number": world.case.number,
        "token": LINK,
        "calendar_token": CALENDAR,
        "counsel_token": LINK,
        "filing_id": world.sent.pk,
        "document_id": world.sent.documents.first().pk,  # type: ignore[union-attr]
        "exhibit_id": world.given.pk,
        "ordinal": world.given.ordinal,
        "export_id": world.export.pk,
        "bundle_code": world.export.code,
        "campaign_id": world.campaign.pk,
        "lead_id": world.lead.pk,
        "bulk_id": world.bulk.pk,
        "file_id": world.given_file.pk,
        "letter_id": world.letter.pk,
        "proof_id": world.proof.pk,
        "organisation_id": world.sent.organisation_id,
        "entry_id": FirmEntry.objects.get(complaint=world.case).pk,
        "day_id": CourtDay.objects.get(complaint=world.case).pk,
        "letter_kind": "acceptance",
        "membership_id": Membership.objects.get(user__username="caseworker-a").pk,
        "list_id": world.listed.pk,
        "item_id": world.bulk.items.all()[0].pk,
        "sample_id": QualitySample.objects.get().pk,
        "table_id": ListExport.objects.of_cases().get().pk,
        "intake_id": world.intake.pk,
        "intake_page": "told",
        "task_id": world.task.pk,
        "proposal_id": world.proposal.pk,
        "part": "letter",
        "key": "facts",
        "import_id": world.imported.pk,
        "upload_id": world.upload.pk,
        "page": 1,
        "draft_id": world.draft_id,
        "slug": "story",
        "matter": "refusal",
        "code": world.case.receipt.code,
        "ground": "H2",
        "access_id": world.share.pk,
        "answer": "accept",
        "assessment_id": world.sent.assessment_id,
        "channel": world.recipient.channel,
        "recipient_id": world.recipient.pk,
        "act": "handed-in",
        "delivery_id": world.delivery.pk,
        "supplement_id": world.added.pk,
        "paper_id": world.paper.pk,
        "kind": "authority",
        "place": 1,
        "form": "pdf",
        "situation": "optout_ignored",
        "day": DailyHead.objects.get().day.isoformat(),
        "statute_id": "个人信息保护法",
        "article_number": "13",
        "id": User.objects.get(username="consumer").pk,
        "content_type_id": ContentType.objects.get_for_model(Complaint).pk,
    }


def objects(world: World) -> dict[str, Any]:
    """The object of each admin page, by the model in its route."""
    return {
        "accounts/user": User.objects.get(username="consumer").pk,
        "accounts/organisation": world.sent.organisation_id,
        "accounts/membership": Membership.objects.get(user__username="caseworker-b").pk,
        "accounts/deskkey": DeskKey.objects.get().pk,
        "filings/webhook": Webhook.objects.get().pk,
        "filings/filing": world.sent.pk,
        "filings/deskcampaign": world.campaign.pk,
        "filings/recipient": world.recipient.pk,
        "filings/delivery": world.delivery.pk,
        "evidence/dailyhead": DailyHead.objects.get().pk,
        "evidence/fixityfinding": FixityFinding.objects.get().pk,
        "evidence/fixityround": FixityRound.objects.get().pk,
        "evidence/timestamp": Timestamp.objects.get().pk,
        "legal/holidaynotice": HolidayNotice.objects.get().pk,
        "r": world.case.pk,
    }
