"""What an organisation prints on its letters and how it words them: version by version, by who leads its desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from core.language import gettext as _
from documents.desk_letters import KINDS, unknown_names
from filings.models import DeskTemplate, LetterKind, LetterTemplate
from filings.services.papers.letterheads import LONGEST_LINE, MOST_LINES
from filings.services.reach import Refused

LONGEST_LETTER = 5_000  # characters of a template, and of a letter
LONGEST_NAME, LONGEST_MARK, LONGEST_CODE = 40, 10, 20


@dataclass(frozen=True)
class Template:
    """What is in force for a kind; ``row`` is the version of the organisation, None for that of the house."""

    kind: str
    title: str
    mark: str
    text: str
    row: DeskTemplate | None = None

    @property
    def number(self) -> int:
        return self.row.number if self.row else 0


def led_by(by: Actor, at: datetime | None = None) -> list[Organisation]:
    """The desks whose letters this person words: a supervisor's; where there is none, of whoever works there."""
    at_work = Membership.objects.at_work(at).filter(organisation__in=by.desk_ids, reads_only=False)
    rows = list(at_work.select_related("organisation"))
    leading = {one.organisation_id for one in rows if one.role == Membership.Role.SUPERVISOR}
    mine = [
        one
        for one in rows
        if by.user is not None
        and one.user_id == by.user.pk
        and (one.role == Membership.Role.SUPERVISOR or one.organisation_id not in leading)
    ]
    return sorted((one.organisation for one in mine), key=lambda one: one.name)


def template_in_force(organisation_id: int | None, kind: str) -> Template:
    row = DeskTemplate.objects.filter(organisation=organisation_id, kind=kind).order_by("-number").first()
    if row is not None:
        return Template(kind, row.title, row.mark, row.text, row)
    house = KINDS[kind]
    return Template(kind, house.title, house.mark, house.text)


def write_template(
    *,
    by: Actor,
    organisation: Organisation,
    kind: str,
    title: str,
    mark: str,
    text: str,
    at: datetime | None = None,
) -> DeskTemplate:
    """A new version; letters that were filled from an earlier one keep it. Refused for a field that no case has, and for a
    mark that another kind of the organisation has."""
    at = at or timezone.now()
    title, mark = " ".join(title.split()), "".join(mark.split())
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if kind not in LetterKind.values:
        raise Refused(_("没有这种文书。没有保存。"))
    if not (title and mark and text):
        raise Refused(_("名称、文号里的字、正文都要写。没有保存。"))
    if len(title) > LONGEST_NAME or len(mark) > LONGEST_MARK or len(text) > LONGEST_LETTER:
        raise Refused(
            _("名称最多 %(name)d 字，文号里的字最多 %(mark)d 字，正文最多 %(text)d 字。没有保存。")
            % {"name": LONGEST_NAME, "mark": LONGEST_MARK, "text": LONGEST_LETTER}
        )
    if unknown := unknown_names(text):
        raise Refused(_("没有“%s”这一项。花括号里只能写下面列出的。没有保存。") % unknown[0])
    with transaction.atomic():
        _lead(by, organisation, at)
        if mark in _marks_of_others(organisation, kind):
            raise Refused(_("文号里的“%s”，是另一种文书的。没有保存。") % mark)
        before = template_in_force(organisation.pk, kind)
        return DeskTemplate.objects.create(
            organisation=organisation,
            kind=kind,
            number=before.number + 1,
            title=title,
            mark=mark,
            text=text,
            written_by=by.label,
            at=at,
        )


def _marks_of_others(organisation: Organisation, kind: str) -> set[str]:
    """What the numbers of other kinds have or had: two letters of an organisation never get the same number."""
    written = DeskTemplate.objects.filter(organisation=organisation).exclude(kind=kind)
    house = {one.mark for other, one in KINDS.items() if other != kind}
    return house | set(written.values_list("mark", flat=True))


def write_desk_letterhead(
    *,
    by: Actor,
    organisation: Organisation,
    code: str,
    address: str = "",
    phone: str = "",
    head: str = "",
    signature: str = "",
    second_look: bool = False,
    sealed_by_hand: bool = False,
    at: datetime | None = None,
) -> LetterTemplate:
    """What stands on every letter of a desk from now on, and how a letter leaves. What has a number keeps what it has."""
    at, code = at or timezone.now(), "".join(code.split())
    if not code or len(code) > LONGEST_CODE:
        raise Refused(_("请写机关代字，最多 %d 字，例如“杭市监”。没有保存。") % LONGEST_CODE)
    for text in (address, phone, head, signature):
        lines = [one for one in text.splitlines() if one.strip()]
        if len(lines) > MOST_LINES or any(len(one) > LONGEST_LINE for one in lines):
            raise Refused(
                _("抬头和落款各最多 %(lines)d 行，每行最多 %(long)d 个字。没有保存；填的还在下面。")
                % {"lines": MOST_LINES, "long": LONGEST_LINE}
            )
    with transaction.atomic():
        _lead(by, organisation, at)
        row = LetterTemplate.objects.filter(organisation=organisation).first() or LetterTemplate(
            organisation=organisation
        )
        row.code, row.address, row.phone, row.head, row.signature = code, address, phone, head, signature
        row.second_look, row.sealed_by_hand = second_look, sealed_by_hand
        row.changed_by, row.changed_at = by.label, at
        row.save()
    return row


def _lead(by: Actor, organisation: Organisation, at: datetime) -> None:
    """Locks the organisation: two who write at once get two versions."""
    if organisation not in led_by(by, at):
        raise Refused(_("只有本机构的主管可以改文书的模板和抬头。没有保存。"))
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
