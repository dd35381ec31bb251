"""What the stories alone would not show: a phone's backup, a screenshot that was read, a copy with a part covered, a
campaign with its lead, a letter to sign. By the services that the pages call; done once, found the next time."""

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.counting.timeline import timeline_of
from complaints.models import Complaint
from complaints.services import group_contacts, open_draft, save_answers
from core.canonical import digest
from evidence import services as evidence
from evidence.examination import places
from evidence.models import DailyHead, Exhibit, Import, Redaction
from evidence.services import lines_of, standing
from filings import services
from filings.models import CampaignExport, DeskCampaign, Filing
from filings.services import addressees, request_to_keep
from workbench.demo import pictures
from workbench.demo.backups import backup_file
from workbench.demo.people import Cast
from workbench.demo.story import Backup, Picture, Story
from workbench.demo.waiting import DemoFailed, until

Say = Callable[[str], None]
_MACHINE = Actor.system("demo")
_READ_LATER = Picture(
    "1069000033330",
    (
        "【示例旗舰店】最后1天！满300减50，点 t.example/z9 领券，回TD退订",
        "【示例旗舰店】您的专属优惠即将失效，回TD退订",
    ),
    "昨天 20:11",
)


@dataclass(frozen=True)
class Look:
    """Where to look: what is there, who signs in, at which page."""

    what: str
    account: str
    page: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def imported(by: Actor, complaint: Complaint, backup: Backup, say: Say) -> Exhibit:
    """The backup in the case: handed in, read, the advertiser chosen, nothing else of it kept."""
    row = Import.objects.filter(exhibit__complaint_id=complaint.pk).first() or evidence.receive_backup(
        by=by,
        complaint_id=complaint.pk,
        stream=io.BytesIO(backup_file(backup)),
        filename="sms-20261112.xml",
        declared_type="text/xml",
        door=Exhibit.Door.DEMO,
    )

    def stands(*states: str) -> Callable[[], bool]:
        return lambda: Import.objects.filter(pk=row.pk, state__in=states).exists()

    def carry() -> object:
        return evidence.carry_imports(by=_MACHINE, import_id=row.pk)

    failed = f"{complaint.number}: the backup was not imported"
    until(stands(Import.State.CHOOSING, Import.State.KEPT), carry, failed)
    row.refresh_from_db()
    if row.state == Import.State.CHOOSING:
        groups = evidence.groups_of(row)
        wanted = [place for place, group in enumerate(groups) if group.signature == backup.signature]
        evidence.tick(by=by, imported=row, shown=range(len(groups)), chosen=wanted)
        evidence.choose(by=by, imported=row)
        until(stands(Import.State.KEPT), carry, failed)
        row.refresh_from_db()
    counted = timeline_of(complaint)
    after = counted.after if counted is not None else 0
    say(f"  手机备份：读到 {row.read} 条，收入 {row.kept} 条；退订后仍收到 {after} 条")
    return Exhibit.objects.get(pk=row.exhibit_id)


def covered(by: Actor, exhibit: Exhibit) -> None:
    """The identity number on a paper covered: found by reading it, burned into a copy, the copy read again."""
    if standing(exhibit) is not None:
        return
    failed = f"exhibit {exhibit.pk}: nothing was covered"
    _words_read(exhibit, failed)
    found = evidence.places_on(by=by, exhibit=exhibit, page=1) or []
    boxes = [one.box for one in found if one.kind == places.IDENTITY]
    if not boxes:
        raise DemoFailed(failed)
    redaction = evidence.open_redaction(by=by, exhibit=exhibit)
    if redaction.state == Redaction.State.DRAFT:
        evidence.keep_boxes(by=by, redaction=redaction, page=1, boxes=boxes)
        evidence.order_redaction(by=by, redaction=redaction)
    until(
        lambda: standing(exhibit) is not None,
        lambda: evidence.make_redactions(by=_MACHINE),
        failed,
    )


def _words_read(exhibit: Exhibit, failed: str) -> None:
    def done() -> bool:
        lines = lines_of(exhibit)
        return lines is not None and lines.ready

    until(done, lambda: evidence.recognise_pictures(by=_MACHINE, exhibit_id=exhibit.pk), failed)


def looks_at(story: Story, complaint: Complaint, filings: list[Filing]) -> list[Look]:
    """Where the backup and the covered paper of a story are seen, by their owner and at the desk."""
    desks = [one for one in filings if one.organisation_id is not None]
    pages = [reverse("admin:filings_filing_change", args=[one.pk]) for one in desks[:1]]
    found = []
    if story.backup is not None:
        contacts = reverse("contacts", args=[complaint.number])
        found.append(Look("导入的手机备份：逐条、计数和图表", "consumer", contacts))
        found += [Look("同一件在办案台：退订后仍收到的条数", "caseworker", page) for page in pages]
    if story.papers:
        files = reverse("case_files", args=[complaint.number])
        found.append(Look("遮住了证件号码的一件证据，和遮盖的页面", "consumer", files))
        found += [Look("同一件在办案台：只看得到遮盖副本", "caseworker", page) for page in pages]
    return found


def screenshot_read(by: Actor) -> Look:
    """A draft with a screenshot that was read, waiting for its owner's corrections; what becomes of it is left to them."""
    content = pictures.screenshot(_READ_LATER)
    exhibit = Exhibit.objects.visible_to(by).filter(sealed__sha256=digest(content)).first()
    if exhibit is None:
        draft, _code = open_draft(by=by)
        save_answers(by=by, draft=draft, step="kind", answers={"kind": "harassment"})
        exhibit = evidence.receive(
            by=by,
            complaint_id=draft.pk,
            stream=io.BytesIO(content),
            filename="短信截图.png",
            declared_type="image/png",
            door=Exhibit.Door.DEMO,
        )
    failed = "the screenshot was not read"
    until(
        lambda: exhibit.renditions.filter(kind="clean", state="done").exists(),
        lambda: evidence.make_renditions(by=_MACHINE, exhibit_id=exhibit.pk),
        failed,
    )
    _words_read(exhibit, failed)
    return Look("一张截图：读出的文字在旁边，等您核对", "consumer", reverse("screenshot", args=[exhibit.pk]))


def campaign(cast: Cast, alike: list[Complaint], say: Say) -> Look:
    """The complaints that are alike, counted as one campaign at the desk, and handed out as a lead by its supervisor."""
    sent = Filing.objects.filter(complaint__in=alike, organisation__in=cast.supervisor.organisation_ids)

    def at_desk() -> DeskCampaign | None:
        rows = DeskCampaign.objects.visible_to(cast.supervisor).filter(campaign__sightings__filing__in=sent)
        return rows.order_by("-complaints").first()

    def count() -> object:
        grouped = group_contacts(by=_MACHINE, at=timezone.now())
        return services.sight_filings(by=_MACHINE, at=timezone.now()) or grouped

    until(lambda: not sent.filter(sighted_at=None).exists(), count, "the campaign was not counted")
    held = at_desk()
    if held is None:
        raise DemoFailed("the complaints that are alike made no campaign")
    if not CampaignExport.objects.filter(organisation=held.organisation_id, campaign=held.campaign_id):
        services.export_lead(by=cast.supervisor, campaign=held)
    say(
        f"同类群发【{held.signature}】：{held.complaints} 件、{held.people} 人、{held.messages} 条；线索已导出"
    )
    page = reverse("admin:filings_deskcampaign_change", args=[held.pk])
    return Look("同类群发：图表、地区、样本、公益诉讼线索", "supervisor", page)


def headed(at: datetime, say: Say) -> Look:
    """The heads of the days that are over, stamped; today's follows after midnight, by the clock."""
    evidence.make_heads(at=at)
    evidence.stamp_due(at=at)
    newest = DailyHead.objects.order_by("-day").first()
    if newest is not None:
        say(f"每日总账 {newest.day}：已签名并送时间戳")
    return Look("每日总账和时间戳", "（不用登录）", reverse("heads"))


def letter_to_keep(by: Actor, complaint: Complaint, folder: Path) -> Look:
    """The request to keep records, ready to sign, beside the bundles."""
    target = folder / f"{complaint.number}-保存记录请求函.pdf"
    if not target.exists():
        known = addressees(complaint)
        page = request_to_keep(by=by, complaint=complaint, to=known[0] if known else "")
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.pdf)
    return Look("保存记录请求函", "consumer", reverse("preservation", args=[complaint.number]))
