"""What happened: drafts, complaints, the people in them, single messages and calls, who may see them, the ledger."""

from complaints.models.access import Access, AccessQuerySet
from complaints.models.campaigns import Campaign
from complaints.models.codes import CodeMail, WayBack
from complaints.models.complaints import Complaint, ComplaintQuerySet, Contact, NumberSeries
from complaints.models.drafts import Draft, DraftQuerySet
from complaints.models.intakes import CameBy, Intake, IntakeQuerySet
from complaints.models.kinds import SITUATIONS_OF_KIND, Category, Kind, Situation
from complaints.models.outcomes import Outcome
from complaints.models.parties import Party
from complaints.models.record import (
    BY_DESK,
    TELLING_ACTS,
    Act,
    Complainants,
    LedgerEntry,
    Receipt,
    complainants_of,
)
from complaints.models.recounts import Recount
from complaints.models.statements import Statement
from complaints.models.subscriptions import Subscription, TextedNumber
from complaints.models.training import TrainingText

__all__ = [
    "BY_DESK",
    "SITUATIONS_OF_KIND",
    "TELLING_ACTS",
    "Access",
    "AccessQuerySet",
    "Act",
    "CameBy",
    "Campaign",
    "Category",
    "CodeMail",
    "Complainants",
    "Complaint",
    "ComplaintQuerySet",
    "Contact",
    "Draft",
    "DraftQuerySet",
    "Intake",
    "IntakeQuerySet",
    "Kind",
    "LedgerEntry",
    "NumberSeries",
    "Outcome",
    "Party",
    "Receipt",
    "Recount",
    "Situation",
    "Statement",
    "Subscription",
    "TextedNumber",
    "TrainingText",
    "WayBack",
    "complainants_of",
]
