"""Papers of a case that somebody drafts: blocks generated and edited, version by version."""

import json
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from core.fields import EncryptedTextField
from documents import blocks
from filings.models.filings import whole_case
from filings.models.recipients import Recipient


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, actor: Actor) -> "PaperQuerySet":
        """Who sees the whole case: the complainant, and a lawyer with it. No desk sees a draft."""
        return self.filter(Exists(whole_case(actor).filter(complaint=OuterRef("complaint_id"))))

    def standing(self) -> "PaperQuerySet":
        return self.exclude(state=Paper.State.DISCARDED)


class Paper(models.Model):
    """A paper of a case, to one addressee: a letter or claim to a recipient of the portal, or any kind of paper."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("草稿")
        ASKED = "asked", _("等投诉人确认")
        APPROVED = "approved", _("投诉人已确认")
        DISCARDED = "discarded", _("不用了")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="papers", verbose_name=_("投诉"))
    kind = models.CharField(_("种类"), max_length=40)
    title = models.CharField(_("名称"), max_length=120)
    # Of a letter or claim that goes out from here.
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("接收方")
    )
    addressee = EncryptedTextField(_("致"), blank=True)
    given = EncryptedTextField(blank=True)  # JSON: answers to what this kind asks besides
    # Under whose letterhead a lawyer began it.
    firm = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("律所"),
    )
    begun_by = models.CharField(_("起草人"), max_length=40)
    begun_at = models.DateTimeField(_("起草时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFTING)
    approved = models.ForeignKey(
        "filings.PaperVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认的版本"),
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书稿")
        verbose_name_plural = _("文书稿")
        ordering: ClassVar = ["begun_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "asked", "approved", "discarded"]),
                name="paper_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved__isnull=False)
                | ~Q(state="approved") & Q(approved=None),
                name="paper_approved_in_one_version",
            ),
            # A letter to one recipient is drafted once; what was thrown away may be begun anew.
            models.UniqueConstraint(
                fields=["complaint", "recipient"],
                condition=Q(recipient__isnull=False) & ~Q(state="discarded"),
                name="paper_once_a_recipient",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "PaperVersion":
        """The newest version that stands; what lost a race to another is kept aside."""
        return self.versions.filter(aside=False).latest("number")

    @property
    def answers(self) -> dict[str, str]:
        answers: dict[str, str] = json.loads(self.given or "{}")
        return answers


# From where to where a paper goes, and who may: whoever drafts, or the complainant alone.
PAPER_MOVES: dict[str, tuple[str, ...]] = {
    Paper.State.DRAFTING: (Paper.State.ASKED, Paper.State.APPROVED, Paper.State.DISCARDED),
    Paper.State.ASKED: (Paper.State.DRAFTING, Paper.State.APPROVED, Paper.State.DISCARDED),
    Paper.State.APPROVED: (Paper.State.DRAFTING, Paper.State.DISCARDED),
    Paper.State.DISCARDED: (),
}


class PaperVersion(models.Model):
    """A paper as it stood at one moment: what was generated, and what somebody wrote in place of blocks."""

    append_only = True

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("第几版"))
    generated = EncryptedTextField()  # canonical JSON of documents.blocks.Paper
    edits = EncryptedTextField()  # canonical JSON: texts by the key of their block
    added = EncryptedTextField(blank=True)  # canonical JSON: blocks that somebody put in, in their order
    digest = models.CharField(max_length=71)
    # Written at the same time as another version that stands: kept to be read, not in force.
    aside = models.BooleanField(default=False)
    written_by = models.CharField(_("谁写的"), max_length=40)
    # Which open page wrote it: what a page wrote itself is no clash with what it writes next.
    page = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("文书版本")
        verbose_name_plural = _("文书版本")
        ordering: ClassVar = ["paper", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_one_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.number}"

    @cached_property
    def as_generated(self) -> blocks.Paper:
        return blocks.paper_from(json.loads(self.generated))

    @cached_property
    def edited(self) -> Mapping[str, str]:
        """The texts of the edited blocks, by key."""
        texts: dict[str, str] = json.loads(self.edits)
        return texts

    @cached_property
    def put_in(self) -> tuple[blocks.Added, ...]:
        """The blocks that somebody added, in their order."""
        return tuple(blocks.Added(**row) for row in json.loads(self.added or "[]"))

    @property
    def changed(self) -> bool:
        """Whether anybody wrote in it."""
        return bool(self.edited or self.put_in)

    @property
    def as_written(self) -> blocks.Paper:
        """The paper as this version has it."""
        return blocks.with_edits(self.as_generated, self.edited, self.put_in)

    def text_of(self, key: str) -> str:
        """A block as it reads here; "" for one that it does not have."""
        if key in self.edited:
            return self.edited[key]
        if (own := next((one for one in self.put_in if one.key == key), None)) is not None:
            return own.text
        return next((block.text for block in self.as_generated.blocks if block.key == key), "")


class LetterTemplate(models.Model):
    """What a law firm, or an authority at its desk, prints over and under its papers."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.CASCADE, related_name="letter_template", verbose_name=_("机构")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    head = models.TextField(_("抬头下面的其他内容"), blank=True)
    signature = models.TextField(_("落款"), blank=True)
    # Of a desk: what its document numbers begin with (杭市监); without it no letter is written.
    code = models.CharField(_("机关代字"), max_length=20, blank=True, default="")
    # Of a desk: no letter leaves before a second person has agreed to it.
    second_look = models.BooleanField(_("文书要另一位同事复核"), default=False, db_default=False)
    # Of a desk: a letter is printed, stamped and scanned before it leaves.
    sealed_by_hand = models.BooleanField(_("文书打印盖章后再发"), default=False, db_default=False)
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("文书抬头和落款")
        verbose_name_plural = _("文书抬头和落款")

    def __str__(self) -> str:
        return str(self.organisation)
