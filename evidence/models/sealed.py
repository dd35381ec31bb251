"""Stored bytes of any kind, encrypted under a key of their own, and why they may be erased."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.sealed import cipher


def no_truncate(name: str) -> pgtrigger.Trigger:
    """pgtrigger's Protect knows no TRUNCATE."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    )


class ErasureReason(models.TextChoices):
    """Why content was erased; a slug in the ledger, which holds no free words."""

    REQUEST = "request", _("本人要求删除")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("本人撤回同意")
    DRAFT_ENDED = "draft_ended", _("草稿已结束，没有提交")
    ORDER = "order", _("法律、行政法规或有权机关要求删除")
    RETENTION_OVER = "retention_over", _("保存期限已满")


class Sealed(models.Model):
    """Stored bytes of any kind, encrypted under a key of their own. See ``evidence.sealed.sealing``.

    Only the wrapped key may change: to nothing when the bytes are erased, to another wrapping when the ring turns.
    """

    append_only = True
    append_only_except = ("wrapped_key", "key_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)  # in the storage "sealed"
    size = models.PositiveBigIntegerField()  # of the plain bytes
    sha256 = models.CharField(max_length=71)  # of the plain bytes, "sha256:…"
    key_id = models.CharField(max_length=64)  # which key of the ring wraps
    wrapped_key = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("封存的数据")
        verbose_name_plural = _("封存的数据")
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="sealed_frozen", fields=["id", "name", "size", "sha256", "created_at"]),
            pgtrigger.Protect(
                name="sealed_stays_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__wrapped_key__isnull=True, new__wrapped_key__isnull=False),
            ),
            pgtrigger.Protect(name="sealed_stays", operation=pgtrigger.Delete),
            no_truncate("sealed_no_truncate"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def erased(self) -> bool:
        return self.wrapped_key is None

    def key(self) -> bytes:
        """The key of these bytes. Raises cipher.Erased and cipher.SealBroken."""
        if self.wrapped_key is None:
            raise cipher.Erased(str(self.id))
        return cipher.unwrap(bytes(self.wrapped_key), key_id=self.key_id, object_id=self.id)
