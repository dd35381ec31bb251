"""Campaigns as a desk knows them: from what was sent to it, and nothing else."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Campaign
from evidence.models.sealed import no_truncate
from filings.models.filings import Filing


class Sighting(models.Model):
    """What one filing says of one campaign: from its frozen content, as consented to, and of no other row of the case.

    ``person`` tells people apart and names nobody. ``texts`` are masked; ``place`` is a prefecture or a province, and
    only where the address was sent.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="sightings")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sightings")
    person = models.CharField(max_length=64)
    messages = models.PositiveIntegerField()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    days = models.JSONField(default=dict)  # ISO day → messages
    senders = models.JSONField(default=dict)  # number as sent → messages
    texts = models.JSONField(default=list)
    grounds = models.JSONField(default=list)  # codes that the filing pleads
    place = models.CharField(max_length=6, blank=True)

    class Meta:
        verbose_name = _("办件与同类群发")
        verbose_name_plural = _("办件与同类群发")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "campaign"], name="sighting_once_a_filing")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "campaign", "-id"], name="sighting_at_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} · {self.campaign_id}"


class DeskCampaignQuerySet(models.QuerySet["DeskCampaign"]):
    def visible_to(self, actor: Actor) -> "DeskCampaignQuerySet":
        """Those of the organisations that this actor works for, and of which they see all: figures know no part of a desk."""
        partly = {one.organisation for one in actor.parts}
        return self.filter(organisation_id__in=[one for one in actor.organisation_ids if one not in partly])


class DeskCampaign(models.Model):
    """A campaign of which two or more complaints were sent to one organisation: its figures, made anew by the sweep."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="campaigns", verbose_name=_("机构")
    )
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="at_desks")
    basis = models.CharField(_("依据"), max_length=6, choices=Campaign.Basis.choices)
    signature = models.CharField(_("签名"), max_length=64, blank=True)
    # What three people or more received, or the number.
    words = models.CharField(_("样本"), max_length=200, blank=True)
    complaints = models.PositiveIntegerField(_("投诉"))
    people = models.PositiveIntegerField(_("人数"))
    messages = models.PositiveIntegerField(_("条数"))
    first_on = models.DateField(_("最早"), null=True)
    last_on = models.DateField(_("最近"), null=True)
    last_sent_at = models.DateTimeField(_("最近收到"))
    figures = models.JSONField(default=dict)  # filings.services.campaigns.figures
    refreshed_at = models.DateTimeField()

    objects = DeskCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("同类群发")
        verbose_name_plural = _("同类群发")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "campaign"], name="campaign_once_a_desk"),
            models.CheckConstraint(condition=Q(complaints__gte=2), name="campaign_of_two_or_more"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-complaints", "-id"], name="desk_campaign_greatest"),
            models.Index(fields=["organisation", "-last_sent_at", "-id"], name="desk_campaign_newest"),
        ]

    def __str__(self) -> str:
        return self.signature or self.words[:20] or str(_("没有签名"))


class CampaignExport(models.Model):
    """A campaign handed out as a lead for litigation in the public interest: who did it, when, and what exactly.

    ``content`` holds no complainant; the two files are made of it alone.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="exports")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    content = models.TextField()  # canonical JSON
    content_digest = models.CharField(max_length=71)
    letter = models.OneToOneField("evidence.Sealed", models.PROTECT, related_name="+")
    letter_sha256 = models.CharField(max_length=71)
    annex = models.OneToOneField("evidence.Sealed", models.PROTECT, related_name="+")
    annex_sha256 = models.CharField(max_length=71)

    class Meta:
        verbose_name = _("公益诉讼线索导出")
        verbose_name_plural = _("公益诉讼线索导出")
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "campaign", "-at"], name="lead_of_campaign")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="lead_frozen", operation=pgtrigger.Update | pgtrigger.Delete),
            no_truncate("lead_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"
