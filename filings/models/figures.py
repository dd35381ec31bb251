"""The figures that everybody may read: what people complain of and how it ends, of a week and never changed."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.sealed import no_truncate


class PublicFigures(models.Model):
    """One week's figures, as they are told (``filings.disclosure``). It holds no count that is not told."""

    append_only = True

    week = models.DateField(_("公布日"), unique=True)  # a Monday
    until = models.DateField(_("数到"))  # the last day that is counted
    figures = models.JSONField(default=list)  # [table, of, item, people or null], in order
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("公开数字")
        verbose_name_plural = _("公开数字")
        triggers: ClassVar = [
            pgtrigger.Protect(name="public_figures_frozen", operation=pgtrigger.Update | pgtrigger.Delete),
            no_truncate("public_figures_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.week}"
