"""The caseworker's door, and the outbox for those who run the portal."""

from filings.admin.campaigns import CampaignAdmin
from filings.admin.desk import FilingAdmin
from filings.admin.outbox import DeliveryAdmin, RecipientAdmin
from filings.admin.webhooks import WebhookAdmin

__all__ = ["CampaignAdmin", "DeliveryAdmin", "FilingAdmin", "RecipientAdmin", "WebhookAdmin"]
