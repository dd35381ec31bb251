"""What lets a desk keep a file whose complainant withdrew."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filings.models.filings import Filing


class Basis(models.TextChoices):
    """In the words of the article that each rests on."""

    DUTY = "duty", _("为履行法定职责或者法定义务所必需（《个人信息保护法》第十三条第一款第三项）")
    PERIOD = "period", _("法律、行政法规规定的保存期限未届满（《个人信息保护法》第四十七条第二款）")
    ARCHIVE = "archive", _("法律对档案管理活动中的个人信息处理另有规定（《个人信息保护法》第七十二条第二款）")


class Retention(models.Model):
    """That a desk keeps the file of a withdrawn filing: on which basis, by which rule, until which day. The newest counts."""

    append_only = True

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="retentions")
    basis = models.CharField(_("法律依据"), max_length=7, choices=Basis.choices)
    rule = models.CharField(_("依据的具体规定"), max_length=200)
    until = models.DateField(_("保存到"))
    named_by = models.CharField(max_length=40)
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("撤回后的保存")
        verbose_name_plural = _("撤回后的保存")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="retention_basis_known"),
            models.CheckConstraint(condition=~Q(rule=""), name="retention_names_its_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.until}"
