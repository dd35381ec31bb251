"""The answer: whom a complaint is sent to, what was sent, how it went, what came back, what was exported."""

from filings.models.bulk import BulkAct, BulkItem
from filings.models.campaigns import CampaignExport, DeskCampaign, DeskCampaignQuerySet, Sighting
from filings.models.correspondence import KeepingRequest, Note, Notice
from filings.models.counsel import (
    ConflictCheck,
    CounselCalendar,
    CounselLink,
    CounselLinkQuerySet,
    CourtDay,
    CourtDayQuerySet,
    FirmEntry,
    FirmEntryQuerySet,
    FirmParty,
    FirmPartyQuerySet,
    Side,
)
from filings.models.deliveries import Acknowledgement, Delivery, DeliveryQuerySet
from filings.models.desk_acts import GivenFile, PeriodChange, Proposal, Task
from filings.models.desk_letters import (
    DeskLetter,
    DeskLetterQuerySet,
    DeskTemplate,
    LetterKind,
    LetterSeries,
    ProofOfService,
)
from filings.models.desk_news import (
    DeskCalendar,
    DeskMail,
    DeskNews,
    DeskNewsQuerySet,
    MailChoice,
    has_unread,
)
from filings.models.exports import Export, ExportQuerySet
from filings.models.figures import PublicFigures
from filings.models.filings import Deadline, Filing, FilingDocument, FilingQuerySet, led_cases, whole_case
from filings.models.list_exports import ListExport, ListExportQuerySet
from filings.models.listings import DeskTally, Listing, SavedView, SavedViewQuerySet
from filings.models.mediation import (
    TOLD_TO_RESPONDENT,
    Mediation,
    MediationQuerySet,
    MediationSession,
)
from filings.models.papers import PAPER_MOVES, LetterTemplate, Paper, PaperQuerySet, PaperVersion
from filings.models.quality import CallBack, QualitySample, QualitySampleQuerySet, SampledCase
from filings.models.recipients import Document, Recipient, RecipientQuerySet, Way
from filings.models.referrals import Referral, ReferralQuerySet
from filings.models.retentions import Basis, Retention
from filings.models.supplements import TAKES_MORE, Supplement, SupplementQuerySet
from filings.models.webhooks import Webhook, WebhookCall

__all__ = [
    "PAPER_MOVES",
    "TAKES_MORE",
    "TOLD_TO_RESPONDENT",
    "Acknowledgement",
    "Basis",
    "BulkAct",
    "BulkItem",
    "CallBack",
    "CampaignExport",
    "ConflictCheck",
    "CounselCalendar",
    "CounselLink",
    "CounselLinkQuerySet",
    "CourtDay",
    "CourtDayQuerySet",
    "Deadline",
    "Delivery",
    "DeliveryQuerySet",
    "DeskCalendar",
    "DeskCampaign",
    "DeskCampaignQuerySet",
    "DeskLetter",
    "DeskLetterQuerySet",
    "DeskMail",
    "DeskNews",
    "DeskNewsQuerySet",
    "DeskTally",
    "DeskTemplate",
    "Document",
    "Export",
    "ExportQuerySet",
    "Filing",
    "FilingDocument",
    "FilingQuerySet",
    "FirmEntry",
    "FirmEntryQuerySet",
    "FirmParty",
    "FirmPartyQuerySet",
    "GivenFile",
    "KeepingRequest",
    "LetterKind",
    "LetterSeries",
    "LetterTemplate",
    "ListExport",
    "ListExportQuerySet",
    "Listing",
    "MailChoice",
    "Mediation",
    "MediationQuerySet",
    "MediationSession",
    "Note",
    "Notice",
    "Paper",
    "PaperQuerySet",
    "PaperVersion",
    "PeriodChange",
    "ProofOfService",
    "Proposal",
    "PublicFigures",
    "QualitySample",
    "QualitySampleQuerySet",
    "Recipient",
    "RecipientQuerySet",
    "Referral",
    "ReferralQuerySet",
    "Retention",
    "SampledCase",
    "SavedView",
    "SavedViewQuerySet",
    "Side",
    "Sighting",
    "Supplement",
    "SupplementQuerySet",
    "Task",
    "Way",
    "Webhook",
    "WebhookCall",
    "has_unread",
    "led_cases",
    "whole_case",
]
