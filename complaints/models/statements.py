"""What the complainant corrected or added after the filing: a dated statement beside what was said first."""

import json
from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaints import Complaint
from complaints.models.parties import Party
from core.fields import EncryptedTextField

PERSON = "person."  # before a field of the complainant: a change of whom the case names
CHILD, BORN = "person.child", "person.child_born"
# What is told of a child: the name of the change, and the field of the child's row.
OF_CHILD = {f"person.child_{name}": name for name in ("born", "id_number", "address", "gender", "ethnicity")}
COURT = "court"  # where a claim goes, by its name
PARTICULARS = "particulars"  # of the respondents, in their order: what papers need besides who they are
OF_RESPONDENT = ("address", "legal_representative", "uscc", "phone", "gender", "employer")
DETAILS = "details"  # of the matter, by name: what a court asks for and no question of the intake does
PARTIES = "parties"  # the respondents, all of them
STORY = "story"  # told on: added below what was told before


class Statement(models.Model):
    """The answers of one page of questions, given anew. What was said before stays; the law is asked about both, laid
    over each other in order."""

    append_only = True

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="statements", verbose_name=_("投诉")
    )
    made_at = models.DateTimeField(_("写入时间"))
    made_by = models.CharField(_("写入者"), max_length=40)  # an Actor's label
    matter = models.CharField(_("问题"), max_length=20)  # the page of the intake that asks it
    answers = EncryptedTextField(_("回答"))  # JSON: of that page, as given
    # JSON: rows of the name, the value before or null, the value since or null; see ``complaints.stating``.
    changed = EncryptedTextField(_("改变的内容"))
    reason = EncryptedTextField(_("为什么改"), blank=True)
    facts_digest = models.CharField(_("事实的校验值"), max_length=71)  # of all facts as they stand since
    # Of matter, answers, changes, reason and the salt, without which few answers would have to be tried to find them.
    digest = models.CharField(_("校验值"), max_length=71)
    salt = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("补充和更正")
        verbose_name_plural = _("补充和更正")
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="statement_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.matter} {self.made_at:%Y-%m-%d}"

    @property
    def rows(self) -> list[list[Any]]:
        """All that it changed."""
        found: list[list[Any]] = json.loads(self.changed)
        return found

    @property
    def said(self) -> dict[str, Any]:
        """What its digest, which the ledger names, is of; as canonical JSON."""
        return {
            "matter": self.matter,
            "answers": json.loads(self.answers),
            "changes": self.rows,
            "reason": self.reason,
            "salt": self.salt,
        }

    @property
    def changes(self) -> list[list[Any]]:
        """Of that the facts that the law is asked about."""
        return [
            row for row in self.rows if row[0] not in (STORY, COURT, DETAILS) and not about_people(row[0])
        ]

    @property
    def told_on(self) -> list[str]:
        """What it adds to the story."""
        return [after for name, _before, after in self.rows if name == STORY]

    @property
    def court(self) -> str | None:
        """The name of the court that it gives, None where it says nothing of one."""
        return next((after or "" for name, _before, after in self.rows if name == COURT), None)

    @property
    def details(self) -> dict[str, str] | None:
        """All the details as they stand since, None where it says nothing of them."""
        return next((after or {} for name, _before, after in self.rows if name == DETAILS), None)

    def laid_over(self, people: Iterable[Party]) -> list[Party]:
        """The people of a case as this statement leaves them: copies, which are never saved."""
        found = [copy(one) for one in people]
        for name, _before, after in self.rows:
            if name == PARTIES:
                own = [one for one in found if one.role in Party.OWN_SIDE]
                known = {one.organisation_name: one for one in found if one not in own}
                rows = [Party(complaint_id=self.complaint_id, **row) for row in after or ()]
                found = own + [_described(one, known.get(one.organisation_name)) for one in rows]
            elif name == PARTICULARS:
                others = [one for one in found if one.role not in Party.OWN_SIDE]
                for party, row in zip(others, after or (), strict=False):
                    if party.organisation_name == row["organisation_name"]:
                        for field in OF_RESPONDENT:
                            setattr(party, field, row.get(field, ""))
            elif name == CHILD:
                child = next((one for one in found if one.role == Party.Role.CHILD), None)
                found = [one for one in found if one.role != Party.Role.CHILD]
                if after:
                    child = child or Party(complaint_id=self.complaint_id, role=Party.Role.CHILD)
                    child.name = after
                    found.append(child)
            elif name in OF_CHILD:
                for child in (one for one in found if one.role == Party.Role.CHILD):
                    setattr(child, OF_CHILD[name], after or "")
            elif name.startswith(PERSON):
                complainant = next(one for one in found if one.role == Party.Role.COMPLAINANT)
                setattr(complainant, name.removeprefix(PERSON), after or "")
        return found


def about_people(name: str) -> bool:
    """Whether a change is of whom the case names, not of a fact."""
    return name in (PARTIES, PARTICULARS) or name.startswith(PERSON)


def particulars_of(party: Party) -> dict[str, str]:
    """What papers need of a respondent, beside the name that it belongs to."""
    return {name: str(getattr(party, name) or "") for name in ("organisation_name", *OF_RESPONDENT)}


def _described(party: Party, known: Party | None) -> Party:
    """The same with what was told of somebody of that name; the credit code is asked with the name itself."""
    if party.organisation_name and known is not None:
        for name in OF_RESPONDENT:
            setattr(party, name, getattr(party, name) or getattr(known, name))
    return party
