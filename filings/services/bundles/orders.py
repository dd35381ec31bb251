"""What a person orders: whom the bundle is for, which exhibits in which groups, as what each travels, what it proves.

``propose_order`` says what a bundle would hold if nobody chose; ``frozen`` checks what somebody chose and turns it into
the text that the Export keeps.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.db.models import Q

from complaints.models import Complaint
from core.canonical import canonical
from core.language import gettext as _
from core.language import listed
from core.retention_and_limits import COURT_UPLOAD
from documents.bundle.audience import AUDIENCES, CLEAN, LEFT_OUT, ORIGINAL, REDACTED, Audience
from evidence.examination.recognition import BACKUP
from evidence.models import Exhibit, Import, Rendition
from evidence.services import looks_like_backup
from filings.channels import company_channels
from filings.models import Export, Filing
from filings.models.recipients import Document
from filings.services.reach import Refused

VERSION = 1
FORMS = ("电子数据", "视听资料", "书证", "物证照片")
MEGABYTES = (0, 5, 10, 20, 50, 100)  # what recipients take: the most that one file may weigh; 0 is no limit
MOST_GROUPS = 40
LONGEST_NAME, LONGEST_PROVES, LONGEST_TITLE = 120, 500, 60
_RENDITIONS = {CLEAN: "clean", REDACTED: "redacted"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class ItemText(TypedDict):
    """One exhibit as it is frozen. ``copy`` is the sha256 of the very copy that is printed, None where there is none.

    ``number`` is its place, such as 1-2. One from before there were orders says no more than its first two.
    """

    exhibit: str
    travels: str
    number: NotRequired[str]
    copy: NotRequired[str | None]
    name: NotRequired[str]
    proves: NotRequired[str]
    form: NotRequired[str]


class GroupText(TypedDict):
    title: str
    items: list[ItemText]


class OrderText(TypedDict):
    """What an Export keeps of an order. ``version`` 0: from before there were orders, all originals, no groups.

    ``statement`` is the id of the filing in front, "" for none; ``megabytes`` limits a volume, 0 for no limit; ``head``
    is the digest of the daily head, ``portal`` the address of then.
    """

    version: int
    groups: list[GroupText]
    statement: str | None
    megabytes: int
    head: NotRequired[str]
    portal: NotRequired[str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exhibit by id; what is empty is filled in as proposed. ``travels`` original, clean, redacted, left_out."""

    exhibit: str
    travels: str = ""
    name: str | None = None
    proves: str | None = None
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Order:
    """``groups`` None: all exhibits as proposed. ``statement`` is the id of the filing whose letter or claim stands in
    front, "" for none, None for the proposed one. ``megabytes`` limits each
    PDF, 0 for one volume; a file of evidence beyond it is said to travel on a disc."""

    made_for: str = Export.For.OWN
    recipient: str = ""
    groups: tuple[Group, ...] | None = None
    statement: str | None = None
    megabytes: int = 0


def propose_order(*, complaint: Complaint, made_for: str) -> Order:
    """All exhibits of a case as this kind of recipient would get them, grouped by what was said when they were given."""
    audience = AUDIENCES[made_for]
    held = exhibits_of(complaint)
    backups = whole_phones(held)
    statements = statements_for(complaint=complaint, made_for=made_for)
    # What stands in the claim's list of exhibits: there the person has chosen already.
    uncovered = set(statements[0].uncovered) if made_for == Export.For.COURT and statements else set()
    items = [
        (
            one.description.strip(),
            Item(
                exhibit=str(one.pk),
                travels=CLEAN if str(one.pk) in uncovered else _proposed(one, audience, one.pk in backups),
                name=one.filename,
                proves=one.description,
                form=form_of(one),
            ),
        )
        for one in held
    ]
    titles = list(dict.fromkeys(title for title, _item in items))
    items.sort(key=lambda pair: titles.index(pair[0]))
    groups = tuple(
        Group(title=title[:LONGEST_TITLE], items=tuple(item for _title, item in some))
        for title, some in groupby(items, key=lambda pair: pair[0])
    )
    # A letter was written to somebody, and consented to for them: whether another gets it, the person says.
    chosen_by_hand = made_for in (Export.For.OPPONENT, Export.For.REGULATOR)
    proposed = "" if chosen_by_hand or not statements else str(statements[0].pk)
    megabytes = COURT_UPLOAD if made_for == Export.For.COURT else 0
    return Order(made_for=made_for, groups=groups, statement=proposed, megabytes=megabytes)


def exhibits_of(complaint: Complaint) -> list[Exhibit]:
    found = (
        Exhibit.objects.of_case(complaint.pk).select_related("sealed").prefetch_related("renditions__sealed")
    )
    return [one for one in found if not one.erased]


def whole_phones(held: Iterable[Exhibit]) -> set[Any]:
    """Those that are backups of a whole phone, by what was done with them, by their names or by what their examination
    found: they tell of far more people than the case is about."""
    named = {one.pk: looks_like_backup(one.filename_as_given) for one in held}
    imported = Import.objects.filter(exhibit__in=list(named)).values_list("exhibit_id", flat=True)
    found = Rendition.objects.filter(exhibit__in=list(named), kind=Rendition.Kind.CLEAN, source_type=BACKUP)
    examined = found.values_list("exhibit_id", flat=True)
    return {*imported, *examined, *(pk for pk, called in named.items() if called)}


def carries_whole_phone(export: Export) -> bool:
    """Whether the original of a phone's backup is in a bundle: it is its owner's alone, whoever else sees the case."""
    kept = order_of(export)
    items = [item for group in kept["groups"] for item in group["items"]]
    originals = {one["exhibit"] for one in items if one["travels"] == ORIGINAL} if kept["version"] else None
    wanted = set(export.exhibits) if originals is None else originals
    return bool(whole_phones(Exhibit.objects.filter(pk__in=wanted).select_related("sealed")))


def ways_of(exhibit: Exhibit, audience: Audience) -> list[str]:
    """As what an exhibit may travel to this recipient."""
    ways = [ORIGINAL] if audience.originals else []
    ways += [way for way, kind in _RENDITIONS.items() if _copy(exhibit, kind) is not None]
    if REDACTED in ways and not audience.originals:  # whoever is neither the court nor one's own side
        ways.remove(CLEAN)
    return [*ways, LEFT_OUT]


def _proposed(exhibit: Exhibit, audience: Audience, backup: bool) -> str:
    """The redacted copy where one was made; else the original for whom it may reach, but never a whole phone."""
    ways = ways_of(exhibit, audience)
    wanted = (REDACTED, CLEAN) if backup or not audience.originals else (REDACTED, ORIGINAL, CLEAN)
    return next((way for way in wanted if way in ways), LEFT_OUT)


def _copy(exhibit: Exhibit, kind: str) -> Rendition | None:
    found = exhibit.rendition(kind)
    return found if found is not None and found.ready else None


def form_of(exhibit: Exhibit) -> str:
    """The kind of evidence (民事诉讼法 66): sound and film are 视听资料, all else that came here is 电子数据."""
    clean = exhibit.clean_copy
    found = (clean.source_type if clean else "") or exhibit.declared_type
    return "视听资料" if found.startswith(("audio/", "video/")) else "电子数据"


def statements_for(*, complaint: Complaint, made_for: str) -> list[Filing]:
    """Filings whose letter or claim may stand in front for this kind of recipient, the newest first, claims before letters."""
    allowed = AUDIENCES[made_for].letters
    found = complaint.filings.exclude(state="withdrawn").select_related("recipient")
    if allowed == "claim":
        found = found.filter(document=Document.CLAIM)
    elif allowed is not None:
        company = Q(channel__in=company_channels())
        found = found.filter(company if allowed == "company" else ~company, document=Document.LETTER)
    newest = sorted(found, key=lambda one: (one.prepared_at, str(one.pk)), reverse=True)
    return sorted(newest, key=lambda one: one.document != Document.CLAIM)


def frozen(
    *, complaint: Complaint, order: Order, head: str = "", owner: bool = False
) -> tuple[list[Exhibit], str]:
    """The exhibits that travel, in order, and the text to keep; ``head`` is the digest of the daily head that the ledger
    stands in by then. ``owner``: the person whose phone it is orders. Refused, in words for people, for what cannot be."""
    if order.made_for not in AUDIENCES:
        raise Refused(_("请选择交给谁。没有导出。"))
    if order.megabytes not in MEGABYTES:
        raise Refused(_("每卷的大小上限请从列出的数里选。没有导出。"))
    audience = AUDIENCES[order.made_for]
    proposed = propose_order(complaint=complaint, made_for=order.made_for)
    defaults = {item.exhibit: item for group in proposed.groups or () for item in group.items}
    groups = order.groups if order.groups is not None else proposed.groups or ()
    held = {str(one.pk): one for one in exhibits_of(complaint)}
    wanted = [item.exhibit for group in groups for item in group.items]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= set(held):
        raise Refused(_("有的证据不在这个投诉里，或者已经删除。没有导出，请重新选择。"))
    if len(groups) > MOST_GROUPS:
        raise Refused(_("最多分 %d 组。没有导出。") % MOST_GROUPS)
    _check_phones(groups, held, owner=owner)
    waiting = [
        held[one].filename for one in wanted if (copy := held[one].clean_copy) is None or not copy.final
    ]
    if waiting:
        raise Refused(_("这些证据的查看副本还在生成：%s。请稍后再导出。") % listed(waiting))
    rows: list[GroupText] = [
        {
            "title": _plain(group.title, LONGEST_TITLE, _("组名")),
            "items": [
                row
                for item in group.items
                if (row := _row(item, defaults[item.exhibit], held[item.exhibit], audience)) is not None
            ],
        }
        for group in groups
    ]
    rows = [one for one in rows if one["items"]]
    for place, group_row in enumerate(rows, 1):
        for second, item_row in enumerate(group_row["items"], 1):
            item_row["number"] = f"{place}-{second}"
    kept: OrderText = {
        "version": VERSION,
        "groups": rows,
        "statement": _statement(complaint, order, proposed),
        "megabytes": order.megabytes,
        "head": head,
        # As it was called then: printed on every page.
        "portal": settings.PUBLIC_URL,
    }
    return [held[item["exhibit"]] for one in rows for item in one["items"]], canonical(kept)


def _check_phones(groups: Iterable[Group], held: Mapping[str, Exhibit], *, owner: bool) -> None:
    """A lawyer sees the case, and of the phone what was chosen of it."""
    if owner:
        return
    whole = whole_phones(held.values())
    for item in (item for group in groups for item in group.items):
        if item.travels == ORIGINAL and held[item.exhibit].pk in whole:
            raise Refused(
                _("“%s”是整部手机的备份，原件只有投诉人本人能放进案卷。请改选查看副本或者不列入。没有导出。")
                % held[item.exhibit].filename
            )


def _row(item: Item, default: Item, exhibit: Exhibit, audience: Audience) -> ItemText | None:
    """One exhibit as it is frozen, without its number; None for one that stays out."""
    travels = item.travels or default.travels
    if travels == LEFT_OUT:
        return None
    if travels not in ways_of(exhibit, audience):
        raise Refused(_("“%s”不能以这种形式交给对方，请改选。没有导出。") % exhibit.filename)
    form = item.form or default.form
    if form not in FORMS:
        raise Refused(_("证据形式请从列出的几种里选。没有导出。"))
    name = default.name if item.name is None else item.name
    proves = default.proves if item.proves is None else item.proves
    shown = _copy(exhibit, _RENDITIONS.get(travels, "clean"))
    return {
        "exhibit": item.exhibit,
        "travels": travels,
        # What is printed, and what travels unless that is the original: the very copy that there is now.
        "copy": shown.sealed.sha256 if shown is not None and shown.sealed is not None else None,
        "name": _plain(name or "", LONGEST_NAME, _("证据名称")) or exhibit.filename,
        "proves": _plain(proves or "", LONGEST_PROVES, _("证明对象")),
        "form": form,
    }


def _statement(complaint: Complaint, order: Order, proposed: Order) -> str:
    wanted = order.statement if order.statement is not None else proposed.statement or ""
    offered = {str(one.pk) for one in statements_for(complaint=complaint, made_for=order.made_for)}
    if wanted and wanted not in offered:
        raise Refused(_("这份文书不能放进交给对方的案卷，请改选。没有导出。"))
    return wanted


def _plain(text: str, longest: int, what: str) -> str:
    plain = " ".join(_CONTROL.sub("", text).split())
    if len(plain) > longest:
        raise Refused(_("%(what)s最多 %(longest)d 个字。没有导出。") % {"what": what, "longest": longest})
    return plain


def order_of(export: Export) -> OrderText:
    """What a row froze. One from before there were orders: all originals, numbered as they came."""
    if export.order:
        read: OrderText = json.loads(export.order)
        return read
    return {"version": 0, "groups": [], "statement": None, "megabytes": 0}


def one_group(exhibits: Iterable[Any], title: str = "") -> tuple[Group, ...]:
    """Exhibits, or their ids, in the order given, as one group."""
    return (Group(title=title, items=tuple(Item(exhibit=str(getattr(one, "pk", one))) for one in exhibits)),)
