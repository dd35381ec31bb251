"""The acts on filings: the only code that writes them. Refused is how each of them says no."""

from filings.services.bundles.exports import (
    build_export,
    open_export,
    remove_export,
    request_export,
    sweep_exports,
)
from filings.services.bundles.orders import Group, Item, Order, propose_order
from filings.services.bundles.repeats import order_again
from filings.services.campaigns.leads import export_lead, may_export, open_lead
from filings.services.campaigns.sightings import sight_filings
from filings.services.correspondence import answer, ask, assign, note
from filings.services.deadlines import sweep_deadlines
from filings.services.erasure import erase_again, erase_exhibit
from filings.services.law import declarable
from filings.services.overrule import overrule_at_desk
from filings.services.reach import Refused, colleagues, notes_for, roles
from filings.services.sending.by_hand import record_acknowledgement, record_handed_in
from filings.services.sending.consent import ConsentText, propose_consent
from filings.services.sending.content import Wishes, content_of
from filings.services.sending.notices import send_due as send_notices
from filings.services.sending.outbox import (
    confirm,
    deliver,
    deliver_here,
    give_up_abandoned,
    resolve_unknown,
    send_away,
    sweep_outbox,
)
from filings.services.sending.preparation import open_document, prepare, preview
from filings.services.sending.withdrawal import move, withdraw_consent
from filings.services.shares import end_share, share

__all__ = [
    "ConsentText",
    "Group",
    "Item",
    "Order",
    "Refused",
    "Wishes",
    "answer",
    "ask",
    "assign",
    "build_export",
    "colleagues",
    "confirm",
    "content_of",
    "declarable",
    "deliver",
    "deliver_here",
    "end_share",
    "erase_again",
    "erase_exhibit",
    "export_lead",
    "give_up_abandoned",
    "may_export",
    "move",
    "note",
    "notes_for",
    "open_document",
    "open_export",
    "open_lead",
    "order_again",
    "overrule_at_desk",
    "prepare",
    "preview",
    "propose_consent",
    "propose_order",
    "record_acknowledgement",
    "record_handed_in",
    "remove_export",
    "request_export",
    "resolve_unknown",
    "roles",
    "send_away",
    "send_notices",
    "share",
    "sight_filings",
    "sweep_deadlines",
    "sweep_exports",
    "sweep_outbox",
    "withdraw_consent",
]
