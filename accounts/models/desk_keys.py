"""Keys by which the own system of an organisation calls the API."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Organisation


class DeskKeyQuerySet(models.QuerySet["DeskKey"]):
    def in_force(self, at: datetime) -> "DeskKeyQuerySet":
        """Not ended, not past its last day, of an organisation in use."""
        last = timezone.localdate(at)
        return self.filter(ended_at__isnull=True, last_day__gte=last, organisation__active=True)


class DeskKey(models.Model):
    """By which the own system of an organisation calls the API for its desk. Of the key itself the digest alone is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("读：办件列表、办件、文件")
        WORK = "work", _("办：提问、备注、任务、期限、分派、给文件")
        DECIDE = "decide", _("决定：受理、不受理、转送、办结、结案")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="desk_keys", verbose_name=_("机构")
    )
    title = models.CharField(_("名称"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope.choices), verbose_name=_("可以做什么"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    last_day = models.DateField(_("有效到"))
    made_by = models.CharField(max_length=40, editable=False)
    made_at = models.DateTimeField(_("发放时间"), editable=False)
    ended_by = models.CharField(max_length=40, blank=True, default="", editable=False)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    used_on = models.DateField(_("最近使用"), null=True, blank=True, editable=False)

    objects = DeskKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_by=""), name="desk_key_ended_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.title
