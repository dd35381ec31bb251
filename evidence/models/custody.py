"""Custody over all cases: trusted time, the daily head over every ledger, the stored bytes looked at in turn."""

import json
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.work import LeasedQuerySet, LeasedRow
from evidence.models.sealed import Sealed, no_truncate


class TimestampQuerySet(LeasedQuerySet["Timestamp"]):
    def of(self, digest: str) -> "Timestamp | None":
        return self.filter(digest=digest).first()


class Timestamp(LeasedRow):
    """A token over one digest, or the wish for one. Final once it is there; until then everything says ``unstamped``.

    ``token`` is the authority's raw reply, the DER of a TimeStampResp (RFC 3161), as ``openssl ts -verify -in`` reads it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("等待时间戳")
        DONE = "done", _("已加盖时间戳")
        # The authority answered, with no sound token: asked again all the same.
        FAILED = ("failed", _("时间戳未通过核验"))

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PENDING: (State.PENDING, State.DONE, State.FAILED),
        State.FAILED: (State.PENDING, State.DONE, State.FAILED),
        State.DONE: (),
    }
    WAITING: ClassVar = (State.PENDING, State.FAILED)
    WORDS: ClassVar = "problem"
    MOST_ATTEMPTS: ClassVar = None  # the authority is asked for ever

    append_only = True
    append_only_except = (
        "state",
        "token",
        "token_digest",
        "authority",
        "root",
        "demo",
        "gen_time",
        "due_at",
        "attempts",
        "lease_until",
        "claim",
        "problem",
    )
    digest = models.CharField(_("摘要"), max_length=140, unique=True)  # "sha256:…"
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PENDING)
    asked_at = models.DateTimeField(_("请求时间"))
    token = models.BinaryField(null=True)
    token_digest = models.CharField(max_length=140, blank=True)
    authority = models.CharField(_("时间戳机构"), max_length=200, blank=True)  # as its certificate names it
    root = models.TextField(blank=True)  # PEM of the trusted certificate that the token led to
    demo = models.BooleanField(_("演示用"), default=False)  # by the portal's own authority: proves nothing
    gen_time = models.DateTimeField(_("时间戳时间"), null=True)  # the moment that the authority states
    # Of the newest attempt, for the operator.
    problem = models.CharField(_("最近的问题"), max_length=200, blank=True)

    objects = TimestampQuerySet.as_manager()

    class Meta:
        verbose_name = _("时间戳")
        verbose_name_plural = _("时间戳")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "done", "failed"]), name="timestamp_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="done", token__isnull=False, gen_time__isnull=False, lease_until__isnull=True
                )
                & ~Q(root="")
                & ~Q(token_digest="")
                | ~Q(state="done") & Q(token__isnull=True, gen_time__isnull=True),
                name="timestamp_done_has_token",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("due_at"), name="timestamp_due", condition=~Q(state="done")),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="timestamp_frozen", fields=["id", "digest", "asked_at"]),
            pgtrigger.Protect(
                name="timestamp_final", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state="done")
            ),
            pgtrigger.Protect(name="timestamp_stays", operation=pgtrigger.Delete),
            no_truncate("timestamp_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.digest

    @property
    def done(self) -> bool:
        return self.state == self.State.DONE


def _frozen(name: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Protect(name=f"{name}_frozen", operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(f"{name}_no_truncate"),
    ]


class DailyHead(models.Model):
    """One a day: the root over the ledgers that grew since the head before, which it names. Signed, then stamped.

    ``payload`` is kept as the very text that was hashed and signed; ``digest`` is its hash.
    """

    append_only = True

    day = models.DateField(_("日期"), primary_key=True)  # Asia/Shanghai; entries before its end are covered
    payload = models.TextField()
    digest = models.CharField(_("摘要"), max_length=140, unique=True)
    signature = models.CharField(max_length=88)  # base64url of 64 bytes, Ed25519
    key_id = models.CharField(max_length=16)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("每日总摘要")
        verbose_name_plural = _("每日总摘要")
        triggers: ClassVar = _frozen("daily_head")

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def said(self) -> dict[str, Any]:
        """The payload, read. ValueError when somebody has made it unreadable."""
        said = json.loads(self.payload)
        if not isinstance(said, dict):
            raise ValueError("not an object")
        return said


class DailyLeaf(models.Model):
    """A leaf of a day's tree: which entry was the last of one ledger then."""

    append_only = True

    head = models.ForeignKey(DailyHead, models.PROTECT, related_name="leaves", db_index=False)
    position = models.PositiveIntegerField()  # 0, 1, 2 … in the order of the complaints' ids
    complaint_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    entry = models.CharField(max_length=140)  # the digest of that entry

    class Meta:
        verbose_name = _("每日总摘要的一项")
        verbose_name_plural = _("每日总摘要的各项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["head", "position"], name="daily_leaf_one_a_place"),
            models.UniqueConstraint(fields=["complaint_id", "sequence"], name="daily_leaf_once"),
        ]
        triggers: ClassVar = _frozen("daily_leaf")

    def __str__(self) -> str:
        return f"{self.head_id} {self.position}"


class FixityRound(models.Model):
    """One walk over all stored bytes, in the order of their ids, in as many steps as it takes; the next starts anew."""

    append_only = True
    append_only_except = ("finished_at", "place", "checked", "size", "found", "stepped_at", "lease_until")

    started_at = models.DateTimeField(_("开始"))
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)
    place = models.UUIDField(null=True)  # the last stored object that was looked at
    checked = models.PositiveBigIntegerField(_("已核对（件）"), default=0)
    size = models.PositiveBigIntegerField(_("已核对（字节）"), default=0)
    found = models.PositiveIntegerField(_("发现问题"), default=0)
    stepped_at = models.DateTimeField(_("最近一次"), null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("完整性巡检")
        verbose_name_plural = _("完整性巡检")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="fixity_one_round",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="fixity_round_stays", operation=pgtrigger.Delete),
            no_truncate("fixity_round_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"


class FixityFinding(models.Model):
    """Stored bytes that are not what was recorded. Open until they are sound again, or a person has answered for them."""

    append_only = True
    append_only_except = ("state", "looked_at", "closed_at", "closed_by", "note", "told_at")

    class State(models.TextChoices):
        OPEN = "open", _("未处理")
        MENDED = "mended", _("已恢复完好")
        ANSWERED = "answered", _("已说明")

    sealed = models.ForeignKey(Sealed, models.PROTECT, related_name="findings", verbose_name=_("封存的数据"))
    found_at = models.DateTimeField(_("发现时间"))
    what = models.CharField(_("问题"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    looked_at = models.DateTimeField(_("最近核对"))
    closed_at = models.DateTimeField(_("处理时间"), null=True)
    closed_by = models.CharField(_("处理人"), max_length=40, blank=True)  # an Actor's label
    note = models.CharField(_("说明"), max_length=500, blank=True)
    told_at = models.DateTimeField(_("已发邮件"), null=True)  # to whoever runs the portal

    class Meta:
        verbose_name = _("完整性问题")
        verbose_name_plural = _("完整性问题")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sealed"], condition=Q(state="open"), name="fixity_one_open_finding"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["mended", "answered"], closed_at__isnull=False),
                name="fixity_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(note=""), name="fixity_answer_has_a_reason"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="fixity_finding_frozen", fields=["id", "sealed", "found_at", "what"]),
            pgtrigger.Protect(name="fixity_finding_stays", operation=pgtrigger.Delete),
            no_truncate("fixity_finding_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.sealed_id} {self.what}"
