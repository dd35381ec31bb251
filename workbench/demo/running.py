"""One story through the whole flow, by the very services that the pages call. Run again, it finds what it did."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.reading import read
from complaints.services import file_complaint
from complaints.stated import Complainant, Facts, Respondent, whole
from documents.bundle import verify
from evidence import services as evidence
from evidence.models import Exhibit
from filings import services
from filings.models import Export, Filing, Recipient, Supplement
from filings.moves import State
from filings.services import portal_trust
from filings.ways.table import AWAY, HERE
from legal.models import Assessment
from legal.services import assess_complaint
from workbench.demo import pictures
from workbench.demo.people import Cast
from workbench.demo.showing import covered, imported
from workbench.demo.story import Story
from workbench.demo.waiting import DemoFailed, until

Say = Callable[[str], None]
_SPACE = uuid.UUID("5b0f5c7e-8f0a-4f9e-9a53-27911a0040aa")
_MACHINE = Actor.system("demo")


@dataclass(frozen=True)
class Done:
    complaint: Complaint
    assessment: Assessment
    filings: list[Filing]
    bundle: Path


def run_story(story: Story, cast: Cast, bundles: Path, say: Say) -> Done:
    """File, attach, assess, consent, send, decide where the story is decided, bundle, verify."""
    complaint = _filed(story, cast.consumer, timezone.now())
    say(f"{complaint.number}  {complaint.get_kind_display()}：{'、'.join(complaint.situation_labels())}")
    exhibits = _attached(story, cast, complaint, say)
    say(f"  证据 {len(exhibits)} 件，查看副本已备好")
    if story.backup is not None:
        exhibits.append(imported(cast.consumer, complaint, story.backup, say))
    assessment = Assessment.objects.latest_of(complaint) or assess_complaint(
        by=cast.consumer, complaint=complaint
    )
    firm = [
        ground["code"]
        for ground in assessment.result["grounds"]
        if ground["status"] in ("established", "arguable")
    ]
    say(f"  法律理由 {'、'.join(firm) or '还缺事实'}")
    filings = _sent(story, cast.consumer, complaint, exhibits, say)
    if story.decided:
        _decided(cast, filings)
    access = services.share(by=cast.consumer, complaint=complaint, with_user=cast.lawyer)
    services.accept_share(by=cast.lawyer_actor, access=access)
    bundle = _bundled(cast, complaint, bundles)
    say(f"  案卷 {bundle.name}，核验通过")
    return Done(
        complaint,
        assessment,
        list(complaint.filings.select_related("recipient").order_by("prepared_at")),
        bundle,
    )


def file_alike(story: Story, by: Actor, at: datetime, say: Say) -> Complaint:
    """File and send one of the complaints that are alike, at its own moment."""
    complaint = _filed(story, by, at)
    say(f"{complaint.number}  {complaint.complainant.address[:6]}，{len(story.contacts)} 条")
    _sent(story, by, complaint, [], say, at)
    return complaint


def _filed(story: Story, by: Actor, at: datetime) -> Complaint:
    today = timezone.localdate(at).isoformat()
    own: Facts = {
        "kind": story.kind,
        "situations": list(story.situations),
        "event": story.facts["event"],
        "filing_date": today,
    }
    facts = whole(story.facts, own)
    person = facts.get("complainant", Complainant(capacity="recipient"))
    facts["complainant"] = {"region": story.complainant.region, **person}
    facts["respondents"] = [
        cast(Respondent, {key: value for key, value in vars(one).items() if value not in ("", None)})
        for one in story.respondents
    ]
    contacts = [
        replace(one, reading={"read": read(one.text, sender=one.sender, received=one.received_on).as_json()})
        for one in story.contacts
    ]
    numbers = [one.sender for one in story.contacts if one.sender]
    if numbers:
        facts["contacts"] = {**facts.get("contacts", {}), "numbers": numbers}
    return file_complaint(
        by=by,
        kind=story.kind,
        situations=story.situations,
        story=story.story,
        facts=facts,
        complainant=story.complainant,
        respondents=story.respondents,
        contacts=contacts,
        key=uuid.uuid5(_SPACE, story.slug),
        at=at,
    ).complaint


def _attached(story: Story, cast: Cast, complaint: Complaint, say: Say) -> list[Exhibit]:
    files = [
        (f"截图{n}.png", "image/png", pictures.screenshot(one)) for n, one in enumerate(story.pictures, 1)
    ]
    files += [(f"账单{one.month}.pdf", "application/pdf", pictures.bill(one)) for one in story.bills]
    exhibits = [_received(cast, complaint, *file) for file in files]
    for one in story.papers:
        exhibit = _received(cast, complaint, f"{one.title}.png", "image/png", pictures.paper(one))
        say(f"  {one.title}：识别文字，遮住证件号码，再读一遍核对")
        covered(cast.consumer, exhibit)
        exhibits.append(exhibit)
    return exhibits


def _received(cast: Cast, complaint: Complaint, name: str, media_type: str, content: bytes) -> Exhibit:
    """Take one file in and have its clean copy made."""
    exhibit = evidence.receive(
        by=cast.consumer,
        complaint_id=complaint.pk,
        stream=io.BytesIO(content),
        filename=name,
        declared_type=media_type,
        door=Exhibit.Door.DEMO,
        description="收到的内容、号码和时间" if name.startswith("截图") else "办理的业务、日期和金额",
    )
    until(
        lambda: _ready(exhibit),
        lambda: evidence.make_renditions(by=_MACHINE, exhibit_id=exhibit.pk),
        f"{complaint.number}: no clean copy of exhibit {exhibit.ordinal}",
    )
    return exhibit


def _ready(exhibit: Exhibit) -> bool:
    return exhibit.renditions.filter(kind="clean", state="done").exists()


def _sent(
    story: Story,
    by: Actor,
    complaint: Complaint,
    exhibits: list[Exhibit],
    say: Say,
    at: datetime | None = None,
) -> list[Filing]:
    """Send to the story's channels as far as the plan holds them open; what was sent before is not sent again."""
    for channel in story.channels:
        recipient = Recipient.objects.of_channel(channel).filter(way__in=[*HERE, *AWAY]).first()
        if recipient is None:
            continue
        filing = Filing.objects.filter(complaint=complaint, recipient=recipient).first()
        if filing is None:
            try:
                shown = services.propose_consent(
                    complaint=complaint, recipient=recipient, exhibits=exhibits, document="letter", at=at
                )
                agreed = frozenset(one.key for one in shown.separate)
                filing = services.prepare(
                    by=by,
                    complaint=complaint,
                    recipient=recipient,
                    consent_digest=shown.digest,
                    exhibits=exhibits,
                    giving=services.Giving(agreed=agreed),
                    at=at,
                )
            except services.Refused as refused:
                say(f"  {channel} 没有发：{refused}")
                continue
        _delivered(by, filing, at)
        filing.refresh_from_db()
        say(f"  {recipient.name}（{channel}）：{filing.get_state_display()}")
    filings = list(complaint.filings.exclude(sent_at=None))
    if not filings:
        raise DemoFailed(f"{complaint.number}: no channel of the story is open")
    return filings


def _delivered(by: Actor, filing: Filing, at: datetime | None) -> None:
    def gone() -> bool:
        filing.refresh_from_db()
        return filing.state not in (State.PREPARED, State.QUEUED, State.FAILED)

    def send() -> bool:
        if filing.state != State.QUEUED:
            services.confirm(by=by, filing=filing, at=at)
        waiting = filing.deliveries.filter(state="waiting")
        return any(services.deliver(delivery_id=row.pk, at=at) for row in waiting)

    until(gone, send, f"{filing.complaint.number}: {filing.recipient.name} was not reached")


def _decided(cast: Cast, filings: list[Filing]) -> None:
    """The caseworker accepts, asks, hears the answer and decides the first filing at their desk."""
    at_desk = [one for one in filings if one.organisation_id in cast.caseworker.organisation_ids]
    if not at_desk:
        raise DemoFailed("no filing of the decided story lies at the demo regulator's desk")
    filing = min(at_desk, key=lambda one: one.prepared_at)
    if filing.state == State.ACKNOWLEDGED:
        services.move(by=cast.caseworker, filing=filing, to=State.ACCEPTED)
        services.ask(
            by=cast.caseworker,
            filing=filing,
            question="请补充说明：您第一次要求对方停止是在哪一天，用的什么方式？",
        )
        answered = services.answer(
            by=cast.consumer,
            filing=filing,
            text="第一次是收到短信的第二天，照短信上的写法回复的，截图里能看到。",
        )
        _brought(answered)
        services.confirm_seen(by=cast.caseworker, supplement=answered)
        filing.refresh_from_db()
        services.move(
            by=cast.caseworker,
            filing=filing,
            to=State.DECIDED,
            reason="（演示）经核查，已责令相关单位立即停止发送并说明号码来源，线索转有管辖权的部门继续调查。",
        )


def _brought(supplement: Supplement) -> None:
    def gone() -> bool:
        supplement.refresh_from_db()
        return supplement.sent_at is not None

    def send() -> bool:
        waiting = supplement.deliveries.filter(state="waiting")
        return any(services.deliver(delivery_id=row.pk) for row in waiting)

    until(gone, send, f"an answer to {supplement.filing_id} was not delivered")


def _bundled(cast: Cast, complaint: Complaint, bundles: Path) -> Path:
    """The lawyer's bundle, built once for the case as it stands and checked by its own program."""
    target = bundles / f"{complaint.number}.zip"
    export = Export.objects.filter(
        complaint=complaint, requested_by=cast.lawyer, state=Export.State.DONE
    ).first() or services.request_export(by=cast.lawyer_actor, complaint=complaint)

    new = export.state != Export.State.DONE

    def built() -> bool:
        export.refresh_from_db()
        return export.state in (Export.State.DONE, Export.State.FAILED)

    failed = f"{complaint.number}: the bundle was not built"
    until(built, lambda: services.build_export(export=export).state == Export.State.DONE, failed)
    if export.state == Export.State.FAILED:
        raise DemoFailed(f"{failed}: {export.error}")
    if new or not target.exists():
        with services.open_export(by=cast.lawyer_actor, export=export) as bundle:
            _written(target, bundle)
    report = verify.check(str(target), **portal_trust())
    if not report.sound:
        raise DemoFailed(f"{complaint.number}: the bundle does not verify: {verify.conclusion(report)}")
    return target.resolve()


def _written(target: Path, bundle: Any) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as file:
        while piece := bundle.read(1 << 20):
            file.write(piece)
    part.replace(target)
