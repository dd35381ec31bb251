"""Large files that come in pieces: what has arrived so far, sealed, until the whole is received."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Access, Draft
from evidence.models.exhibits import Exhibit
from evidence.sealed import cipher


class UploadQuerySet(models.QuerySet["Upload"]):
    def open_to(self, actor: Actor) -> "UploadQuerySet":
        """Whoever may add files to the case or draft may go on with what began there, on another device too."""
        adds = (
            Access.objects.in_force()
            .of(actor)
            .filter(why__in=[Access.Why.OWNER, Access.Why.CODE, Access.Why.HELPER])
        )
        case = OuterRef("complaint_id")
        return self.filter(
            Exists(adds.filter(complaint=case)) | Exists(Draft.objects.visible_to(actor).filter(pk=case))
        )

    def unfinished(self, at: datetime) -> "UploadQuerySet":
        return self.filter(exhibit__isnull=True, expires_at__gt=at)


class Upload(models.Model):
    """A file on its way. Every piece is closed under the key of this row before it is stored; both go at the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint_id = models.UUIDField(_("投诉"))  # of the complaint, or of the draft that becomes one
    door = models.CharField(_("来路"), max_length=8, choices=Exhibit.Door.choices)
    begun_by = models.CharField(_("提交者"), max_length=40)  # an Actor's label
    key_id = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    closed_words = models.BinaryField()  # name, type and description as announced
    # Of name, size and a sample of the content, made by the browser: by it the same file is known after a reload.
    fingerprint = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    offset = models.PositiveBigIntegerField(_("已收到（字节）"), default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    exhibit = models.ForeignKey(Exhibit, models.DO_NOTHING, null=True, related_name="+")  # what became of it

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("未完的上传")
        verbose_name_plural = _("未完的上传")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="upload_not_too_much"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["complaint_id"], name="upload_of_case"),
            models.Index(fields=["expires_at"], name="upload_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def key(self) -> bytes:
        return cipher.unwrap(bytes(self.wrapped_key), key_id=self.key_id, object_id=self.id)

    def words(self) -> dict[str, str]:
        return cipher.open_words(bytes(self.closed_words), self.key(), object_id=self.id)

    def piece_id(self, start: int) -> uuid.UUID:
        """What a piece is bound to: its place, so that no stored piece opens in the place of another."""
        return uuid.uuid5(self.id, str(start))


class UploadPiece(models.Model):
    """Some of the bytes of a file on its way, in the storage "sealed"."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pieces")
    start = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        verbose_name = _("上传的一段")
        verbose_name_plural = _("上传的一段")
        ordering: ClassVar = ["upload", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "start"], name="upload_one_piece_a_place"),
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_piece_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} · {self.start}"
