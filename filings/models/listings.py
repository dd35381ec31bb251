"""What the desk keeps beside its filings so that its queue is quick: a line of each, how many there are
of each sort, and lists under a name."""

from collections import Counter
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from core.fields import EncryptedTextField
from documents.frozen import Fields
from filings.models.filings import Filing

# What a line says that its filing is about stands beside the filing too, where the order of the queue is.
_ABOUT = """
IF TG_OP = 'DELETE' THEN
  UPDATE filings_filing SET about_at_desk = NULL WHERE id = OLD.filing_id AND about_at_desk IS NOT NULL;
ELSE
  UPDATE filings_filing AS filing SET about_at_desk = told.about
    FROM (SELECT array_agg(one.organisation_id || '/' || situation) AS about
          FROM filings_filing AS one, unnest(NEW.situations) AS situation WHERE one.id = NEW.filing_id) AS told
    WHERE filing.id = NEW.filing_id AND filing.about_at_desk IS DISTINCT FROM told.about;
END IF;
RETURN NULL;
"""


MOST_SENDERS = 100


def senders_of(fields: Fields) -> list[str]:
    """The most frequent first: of the summary, which counts all of them, and of the messages that stand in full."""
    counted: Counter[str] = Counter()
    for row in fields.get("tally", {}).get("rows", ()):
        counted[row.get("sender", "")] += row.get("count", 1)
    for message in fields.get("messages", ()):
        counted[message.get("sender", "")] += 1
    own = str(fields.get("number") or "")
    return [one for one, _count in counted.most_common(MOST_SENDERS) if one and one != own]


class Listing(models.Model):
    """The line of one filing in the queue of its desk, made of what was given to that desk and of nothing else of the case.

    Made when the filing is released, anew when something is added to it, and gone once a withdrawal has closed the content.
    """

    class Sum(models.TextChoices):
        """What the sum is."""

        ASKED = "asked", _("要求的金额")
        CLAIMED = "claimed", _("对方称欠的金额")
        SPENT = "spent", _("损失和开支")

    filing = models.OneToOneField(Filing, models.CASCADE, primary_key=True, related_name="listing")
    complainant = EncryptedTextField(_("投诉人"), blank=True)
    respondents = models.TextField(_("被投诉方"), blank=True)  # names, the first first
    senders = models.TextField(_("发送号码"), blank=True)  # each behind a line feed, the most frequent first
    # What it is about as it was given: the kind in words, and those of the situations that go. None: not made yet.
    called = models.CharField(_("事由"), max_length=60, blank=True, default="")
    situations = ArrayField(models.CharField(max_length=40), null=True)
    region = models.CharField(_("地区（GB/T 2260）"), max_length=6, blank=True)
    yuan = models.DecimalField(_("金额"), max_digits=14, decimal_places=2, null=True, blank=True)
    sum_of = models.CharField(max_length=7, choices=Sum.choices, blank=True)
    # What a search finds: [where it stands, what it says], and keyed hashes of its pairs of signs.
    said = EncryptedTextField(blank=True)
    pairs = ArrayField(models.IntegerField(), default=list)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("队列里的一行")
        verbose_name_plural = _("队列里的一行")
        indexes: ClassVar = [GinIndex(fields=["pairs"], name="listing_pairs")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="about_at_desk",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("situations") | pgtrigger.Delete,
                func=_ABOUT,
            )
        ]

    def __str__(self) -> str:
        return str(self.filing_id)


class DeskTally(models.Model):
    """How many filings of one sort lie at a desk: the sum of ``filings`` over all rows of that sort.

    Each change of a filing adds rows, one taken out and one put in (a trigger of ``Filing``); a sweep folds them together.
    So the numbers of the queue are exact at every moment, no filing is counted for them, and nobody waits for a counter.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    state = models.CharField(max_length=12)
    due_on = models.DateField(null=True)
    waiting = models.BooleanField()  # for an answer of the complainant
    supplemented = models.BooleanField()  # with something that nobody has seen
    unnoted = models.BooleanField()  # withdrawn, and nobody took note of it
    filings = models.IntegerField()

    class Meta:
        verbose_name = _("办案台的件数")
        verbose_name_plural = _("办案台的件数")
        indexes: ClassVar = [models.Index(fields=["organisation"], name="desk_tally_of")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state} {self.filings:+}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> "SavedViewQuerySet":
        """One's own, and those that a colleague shared, at the desks where this actor sits."""
        return self.filter(Q(made_by=actor.user) | Q(shared=True), organisation_id__in=actor.desk_ids)


class SavedView(models.Model):
    """A list of the queue under a name: its filters, words, order and columns, as the query of its address.

    It opens nothing: whoever follows it sees what of the list is theirs to see.
    """

    LONGEST_NAME: ClassVar = 40

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    query = EncryptedTextField()  # the words of a search may name somebody
    shared = models.BooleanField(_("同事都能用"), default=False)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("存下的视图")
        verbose_name_plural = _("存下的视图")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["made_by", "organisation", "name"], name="saved_view_once_a_name")
        ]

    def __str__(self) -> str:
        return self.name
