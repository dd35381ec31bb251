"""A complaint in the making."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models.intakes import Intake
from core.fields import EncryptedTextField


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, actor: Actor) -> "DraftQuerySet":
        """Only to who holds its code or is signed in as its owner."""
        mine = Q(code_digest__in=actor.codes)
        if actor.user is not None:
            mine |= Q(owner=actor.user)
        return self.filter(mine, expires_at__gt=timezone.now())

    def in_hands_of(self, actor: Actor) -> "DraftQuerySet":
        """The same, and those that somebody at a desk takes down for who complains."""
        if not actor.desk_ids:
            return self.visible_to(actor)
        taken = Q(pk__in=Intake.objects.in_hands_of(actor).values("pk"), expires_at__gt=timezone.now())
        return self.visible_to(actor) | self.filter(taken)

    def expired(self, at: datetime) -> "DraftQuerySet":
        return self.filter(expires_at__lte=at)


class Draft(models.Model):
    """A complaint in the making. Its id becomes the id of the complaint, so nothing taken in before has to move."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(max_length=64, unique=True)
    code = EncryptedTextField()  # shown again to who holds the draft already
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    answers = EncryptedTextField()  # JSON: step → answers
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")

    def __str__(self) -> str:
        return str(self.id)
