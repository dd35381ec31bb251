"""The acts on filings: the only code that writes them. Refused is how each of them says no."""

from filings.services.bundles.exports import (
    LONGEST_RECIPIENT,
    build_export,
    open_export,
    remove_export,
    request_export,
    sweep_exports,
)
from filings.services.bundles.issued import MOST_UPLOADED, Issued, issued_under, portal_trust, was_issued
from filings.services.bundles.orders import (
    FORMS,
    LONGEST_NAME,
    LONGEST_PROVES,
    LONGEST_TITLE,
    MEGABYTES,
    Group,
    Item,
    Order,
    exhibits_of,
    one_group,
    propose_order,
    statements_for,
    ways_of,
    whole_phones,
)
from filings.services.bundles.repeats import order_again
from filings.services.campaigns.figures import LEAST
from filings.services.campaigns.leads import export_lead, may_export, open_lead
from filings.services.campaigns.places import place_rows
from filings.services.campaigns.sightings import sight_filings
from filings.services.correspondence import MOST_CHARACTERS, ask, assign, note, record_question
from filings.services.deadlines import sweep_deadlines
from filings.services.erasure import OWN_REASONS, carried, erase_again, erase_exhibit
from filings.services.keeping_requests import (
    LONGEST,
    addressees,
    kept,
    record_keeping_request,
    request_to_keep,
)
from filings.services.law import Due, deadlines_of, declarable
from filings.services.older import correction_for, holding_older, on_earlier_facts
from filings.services.overrule import overrule_at_desk
from filings.services.reach import (
    COURT,
    OUTBOX,
    Refused,
    colleagues,
    covered_by,
    covered_exhibits,
    notes_for,
    roles,
    sees_whole_case,
    takes_uncovered,
    withheld_from,
)
from filings.services.retention import LONGEST_RULE, acknowledge_withdrawal, keep_on_basis, last_day_to_name
from filings.services.sending.by_hand import record_acknowledgement, record_handed_in
from filings.services.sending.consent import SEPARATE, ConsentText, Separate, propose_consent
from filings.services.sending.content import Wishes, answers_of, content_of, matter_of
from filings.services.sending.giving import LABELS, Giving, fields_of, freeze, required_by
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
from filings.services.sending.parked import sweep_parked
from filings.services.sending.preparation import open_document, prepare, preview
from filings.services.sending.withdrawal import move, withdraw_consent
from filings.services.shares import (
    accept_share,
    confirm_share,
    decline_share,
    end_share,
    offers_to,
    share,
    sweep_shares,
)
from filings.services.supplements.answering import answer
from filings.services.supplements.consent import open_questions, propose_supplement, question_of
from filings.services.supplements.correcting import write_correction
from filings.services.supplements.sending import (
    cancel_supplement,
    confirm_seen,
    confirm_supplement,
    open_supplement_letter,
    prepare_supplement,
    record_supplement_handed_in,
    resolve_supplement,
    supplement_content_of,
)
from filings.services.supplements.writing import (
    supplement_words,
    why_no_more,
    with_recipient,
    write_supplement,
)

__all__ = [
    "COURT",
    "FORMS",
    "LABELS",
    "LEAST",
    "LONGEST",
    "LONGEST_NAME",
    "LONGEST_PROVES",
    "LONGEST_RECIPIENT",
    "LONGEST_RULE",
    "LONGEST_TITLE",
    "MEGABYTES",
    "MOST_CHARACTERS",
    "MOST_UPLOADED",
    "OUTBOX",
    "OWN_REASONS",
    "SEPARATE",
    "ConsentText",
    "Due",
    "Giving",
    "Group",
    "Issued",
    "Item",
    "Order",
    "Refused",
    "Separate",
    "Wishes",
    "accept_share",
    "acknowledge_withdrawal",
    "addressees",
    "answer",
    "answers_of",
    "ask",
    "assign",
    "build_export",
    "cancel_supplement",
    "carried",
    "colleagues",
    "confirm",
    "confirm_seen",
    "confirm_share",
    "confirm_supplement",
    "content_of",
    "correction_for",
    "covered_by",
    "covered_exhibits",
    "deadlines_of",
    "declarable",
    "decline_share",
    "deliver",
    "deliver_here",
    "end_share",
    "erase_again",
    "erase_exhibit",
    "exhibits_of",
    "export_lead",
    "fields_of",
    "freeze",
    "give_up_abandoned",
    "holding_older",
    "issued_under",
    "keep_on_basis",
    "kept",
    "last_day_to_name",
    "matter_of",
    "may_export",
    "move",
    "note",
    "notes_for",
    "offers_to",
    "on_earlier_facts",
    "one_group",
    "open_document",
    "open_export",
    "open_lead",
    "open_questions",
    "open_supplement_letter",
    "order_again",
    "overrule_at_desk",
    "place_rows",
    "portal_trust",
    "prepare",
    "prepare_supplement",
    "preview",
    "propose_consent",
    "propose_order",
    "propose_supplement",
    "question_of",
    "record_acknowledgement",
    "record_handed_in",
    "record_keeping_request",
    "record_question",
    "record_supplement_handed_in",
    "remove_export",
    "request_export",
    "request_to_keep",
    "required_by",
    "resolve_supplement",
    "resolve_unknown",
    "roles",
    "sees_whole_case",
    "send_away",
    "send_notices",
    "share",
    "sight_filings",
    "statements_for",
    "supplement_content_of",
    "supplement_words",
    "sweep_deadlines",
    "sweep_exports",
    "sweep_outbox",
    "sweep_parked",
    "sweep_shares",
    "takes_uncovered",
    "was_issued",
    "ways_of",
    "whole_phones",
    "why_no_more",
    "with_recipient",
    "withdraw_consent",
    "withheld_from",
    "write_correction",
    "write_supplement",
]
