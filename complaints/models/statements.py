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
        return [row for row in self.rows if row[0] != STORY and not about_people(row[0])]

    @property
    def told_on(self) -> list[str]:
        """What it adds to the story."""
        return [after for name, _before, after in self.rows if name == STORY]

    def laid_over(self, people: Iterable[Party]) -> list[Party]:
        """The people of a case as this statement leaves them: copies, which are never saved."""
        found = [copy(one) for one in people]
        for name, _before, after in self.rows:
            if name == PARTIES:
                own = [one for one in found if one.role in Party.OWN_SIDE]
                found = own + [Party(complaint_id=self.complaint_id, **row) for row in after or ()]
            elif name == CHILD:
                born = next((one.born for one in found if one.role == Party.Role.CHILD), "")
                found = [one for one in found if one.role != Party.Role.CHILD]
                if after:
                    child = Party(
                        complaint_id=self.complaint_id, role=Party.Role.CHILD, name=after, born=born
                    )
                    found.append(child)
            elif name == BORN:
                for child in (one for one in found if one.role == Party.Role.CHILD):
                    child.born = after or ""
            elif name.startswith(PERSON):
                complainant = next(one for one in found if one.role == Party.Role.COMPLAINANT)
                setattr(complainant, name.removeprefix(PERSON), after or "")
        return found


def about_people(name: str) -> bool:
    """Whether a change is of whom the case names, not of a fact."""
    return name == PARTIES or name.startswith(PERSON)
