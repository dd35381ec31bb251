"""Documents: data in, PDF/A out. A pure room: no database, no clock, no network.

The same data gives the same bytes. Nothing appears that the caller did not list (`Case.fields`), nothing
of the law appears that the caller's assessment did not cite.
"""

from documents.bundles import (
    BundleCover,
    ExhibitSheet,
    Listed,
    accompanying_note,
    bundle_cover,
    exhibit_index,
    exhibit_sheets,
    index_data,
    statutes_annex,
    volume_sheet,
)
from documents.claims import Claim, statement_of_claim
from documents.law import Ground, Provision, grounds_from
from documents.letters import Letter, complaint_letter
from documents.material import (
    FIELDS,
    Case,
    Cost,
    Event,
    Exhibit,
    Message,
    Person,
    Prior,
    Recipient,
    Respondent,
    Seal,
    Tally,
)
from documents.official import channels, form_of
from documents.packs import field_sheet, print_pack
from documents.press import Document
from documents.receipts import Receipt, receipt_document
from documents.supplements import Supplement, supplement_letter, supplement_text
from documents.wording import allowed

__all__ = [
    "FIELDS",
    "BundleCover",
    "Case",
    "Claim",
    "Cost",
    "Document",
    "Event",
    "Exhibit",
    "ExhibitSheet",
    "Ground",
    "Letter",
    "Listed",
    "Message",
    "Person",
    "Prior",
    "Provision",
    "Receipt",
    "Recipient",
    "Respondent",
    "Seal",
    "Supplement",
    "Tally",
    "accompanying_note",
    "allowed",
    "bundle_cover",
    "channels",
    "complaint_letter",
    "exhibit_index",
    "exhibit_sheets",
    "field_sheet",
    "form_of",
    "grounds_from",
    "index_data",
    "print_pack",
    "receipt_document",
    "statement_of_claim",
    "statutes_annex",
    "supplement_letter",
    "supplement_text",
    "volume_sheet",
]
