"""The answer: whom a complaint is sent to, what was sent, how it went, what came back, what was exported."""

from filings.models.correspondence import Note, Notice, NoticeQuerySet
from filings.models.deliveries import Acknowledgement, Delivery, DeliveryQuerySet
from filings.models.exports import Export, ExportQuerySet
from filings.models.filings import Deadline, Filing, FilingDocument, FilingQuerySet, whole_case
from filings.models.recipients import Document, Recipient, RecipientQuerySet, Way

__all__ = [
    "Acknowledgement",
    "Deadline",
    "Delivery",
    "DeliveryQuerySet",
    "Document",
    "Export",
    "ExportQuerySet",
    "Filing",
    "FilingDocument",
    "FilingQuerySet",
    "Note",
    "Notice",
    "NoticeQuerySet",
    "Recipient",
    "RecipientQuerySet",
    "Way",
    "whole_case",
]
