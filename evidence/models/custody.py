"""Trusted time: one row a digest that an authority is asked about."""

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evidence.models.sealed import no_truncate


class TimestampQuerySet(models.QuerySet["Timestamp"]):
    def due(self, at: datetime) -> "TimestampQuerySet":
        """Not stamped yet, to be asked again, and in nobody's hands."""
        return self.exclude(state=Timestamp.State.DONE).filter(
            Q(lease_until=None) | Q(lease_until__lte=at), due_at__lte=at
        )

    def of(self, digest: str) -> "Timestamp | None":
        return self.filter(digest=digest).first()


class Timestamp(models.Model):
    """A token over one digest, or the wish for one. Final once it is there; until then everything says ``unstamped``.

    ``token`` is the authority's raw reply, the DER of a TimeStampResp (RFC 3161), as ``openssl ts -verify -in`` reads it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("等待时间戳")
        DONE = "done", _("已加盖时间戳")
        FAILED = (
            "failed",
            _("时间戳未通过核验"),
        )  # the authority answered, with no sound token: asked again all the same

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PENDING: (State.PENDING, State.DONE, State.FAILED),
        State.FAILED: (State.PENDING, State.DONE, State.FAILED),
        State.DONE: (),
    }

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
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField()  # not to be asked before
    lease_until = models.DateTimeField(null=True)  # a worker has it until then
    problem = models.CharField(
        _("最近的问题"), max_length=200, blank=True
    )  # of the newest attempt, for the operator

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

    def moved(self, state: str, **changes: Any) -> "Timestamp":
        """Set the state and what comes with it, without saving; ValueError for a move that is not allowed."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"a timestamp does not go from {self.state} to {state}")
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        return self
