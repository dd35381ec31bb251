"""Who acted, in words for the desk: colleagues by name, also when they have left; never a party for want of a name."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings.desk.record import by_desk
from filings.desk.standing import person_name
from filings.models import Filing, Note
from legal.models import Overrule

_OF_STAFF = (Act.CASE_READ, Act.EXHIBIT_READ, Act.ASSESSMENT_OVERRULED)
_NOTES_OF_STAFF = (Note.Kind.QUESTION, Note.Kind.INTERNAL)


def names_of(
    filing: Filing,
    complainants: Collection[str],
    entries: Iterable[LedgerEntry],
    notes: Iterable[Note],
    overrules: Iterable[Overrule],
) -> dict[str, str]:
    """The name of everybody who wrote one of these, by the label that stands there."""
    entries, notes, overrules = list(entries), list(notes), list(overrules)
    staff = {one.made_by for one in overrules}
    staff |= {note.written_by for note in notes if note.kind in _NOTES_OF_STAFF}
    staff |= {entry.actor for entry in entries if entry.act in _OF_STAFF or by_desk(entry)}
    labels = staff | {note.written_by for note in notes} | {entry.actor for entry in entries}
    ids = [int(one.removeprefix("user:")) for one in labels if one.removeprefix("user:").isdecimal()]
    works_here = Membership.objects.at_work().filter(user=OuterRef("pk"), organisation=filing.organisation_id)
    people = User.objects.filter(pk__in=ids).annotate(works_here=Exists(works_here))
    known = {f"user:{person.pk}": person for person in people}
    return {label: _name(label, known.get(label), complainants, label in staff) for label in labels}


def _name(label: str, person: User | None, complainants: Collection[str], worked: bool) -> str:
    if label in complainants:
        return _("投诉人")
    if label.startswith("system:"):
        return _("系统")
    if person is None:
        return _("已离开的工作人员") if worked else _("未知的操作人")
    if worked and not person.works_here:  # type: ignore[attr-defined]
        return _("%s（已离开）") % person_name(person)
    return person_name(person) if worked or person.is_staff else _("未知的操作人")
