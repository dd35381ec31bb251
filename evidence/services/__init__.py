"""The acts on evidence: the only code that writes it."""

from evidence.services.backups import carry_imports
from evidence.services.copying import make_renditions, retry_rendition
from evidence.services.erasing import erase, erase_abandoned, erase_from_draft, erase_returned
from evidence.services.fixity import answer_for, check_fixity, tell_of_findings
from evidence.services.heads import inclusion_proof, make_heads, stamped_head
from evidence.services.importing import (
    NotNow,
    begin_import,
    being_imported,
    choose,
    decline,
    given_away,
    groups_of,
    may_be_evidence,
    may_hold_messages,
    receive_backup,
    remove_contacts,
    tick,
    ticked,
    treat_as_evidence,
)
from evidence.services.reading import open_original, open_rendition
from evidence.services.receiving import NotReceived, max_bytes, max_files, may_add, receive, spare_bytes
from evidence.services.recognising import recognise_pictures
from evidence.services.redacting import (
    NotRedacted,
    keep_boxes,
    look_for_places,
    make_redactions,
    open_redaction,
    order_redaction,
    places_on,
)
from evidence.services.timestamping import ask_timestamp, stamp_due, timestamping_configured

__all__ = [
    "NotNow",
    "NotReceived",
    "NotRedacted",
    "answer_for",
    "ask_timestamp",
    "begin_import",
    "being_imported",
    "carry_imports",
    "check_fixity",
    "choose",
    "decline",
    "erase",
    "erase_abandoned",
    "erase_from_draft",
    "erase_returned",
    "given_away",
    "groups_of",
    "inclusion_proof",
    "keep_boxes",
    "look_for_places",
    "make_heads",
    "make_redactions",
    "make_renditions",
    "max_bytes",
    "max_files",
    "may_add",
    "may_be_evidence",
    "may_hold_messages",
    "open_original",
    "open_redaction",
    "open_rendition",
    "order_redaction",
    "places_on",
    "receive",
    "receive_backup",
    "recognise_pictures",
    "remove_contacts",
    "retry_rendition",
    "spare_bytes",
    "stamp_due",
    "stamped_head",
    "tell_of_findings",
    "tick",
    "ticked",
    "timestamping_configured",
    "treat_as_evidence",
]
