"""The acts on filings: the only code that writes them. Refused is how each of them says no."""

from core.language import acts
from filings.services.approving import approvers, propose, settle, take_back
from filings.services.bulk import MOST_BULK, confirm_bulk, drop_bulk, preview_bulk, sweep_bulk
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
from filings.services.by_law import (
    extend,
    extended,
    extensions_of,
    pause,
    pauses_of,
    refusal_grounds,
    refusal_words,
    resume,
    transfer_words,
)
from filings.services.campaigns.figures import LEAST
from filings.services.campaigns.leads import export_lead, may_export, open_lead
from filings.services.campaigns.places import place_rows
from filings.services.campaigns.sightings import sight_filings
from filings.services.correspondence import MOST_CHARACTERS, ask, assign, note, record_question
from filings.services.deadlines import sweep_deadlines
from filings.services.desk_letters.drafting import (
    asked_about,
    begin_letter,
    done_before,
    drop_letter,
    letterhead_in_use,
    preview_template,
    refill_letter,
    write_letter,
)
from filings.services.desk_letters.leaving import issue_letter, issue_stamped, open_letter, void_letter
from filings.services.desk_letters.serving import open_proof, record_service
from filings.services.desk_letters.templates import (
    LONGEST_LETTER,
    led_by,
    template_in_force,
    write_desk_letterhead,
    write_template,
)
from filings.services.desk_news.calendars import (
    begin_desk_calendar,
    desk_days,
    end_desk_calendar,
    find_desk_calendar,
)
from filings.services.desk_news.mailing import sweep_desk_digest, sweep_desk_mail
from filings.services.desk_news.reading import choose_mail, mail_choice, read_news
from filings.services.desk_news.watching import sweep_desk_days
from filings.services.erasure import OWN_REASONS, bundles_with, carried, erase_again, erase_exhibit
from filings.services.giving_files import GIVEN_KINDS, LONGEST_FILE_TITLE, give_file, open_given_file
from filings.services.keeping_requests import (
    LONGEST,
    addressees,
    kept,
    kinds_of,
    record_keeping_request,
    request_to_keep,
)
from filings.services.law import Due, companies_of, deadlines_of, declarable, way_today
from filings.services.likely import complain_about, likely_in
from filings.services.list_exports import (
    desks_of_order,
    desks_to_take_from,
    open_list,
    order_list,
    remove_list,
    sweep_lists,
)
from filings.services.listing.keeping import fold_tallies, keep_listing, listing_of, sweep_listings
from filings.services.listing.views import delete_view, save_view
from filings.services.news.calendars import begin_calendar, days_of, find_calendar
from filings.services.news.next_steps import NextStep, is_silent, next_steps
from filings.services.news.pushing import begin_push, push_consent, push_key, push_offered
from filings.services.news.sending import send_signals
from filings.services.news.texting import (
    ask_person_by_text,
    ask_text,
    confirm_text,
    text_consent,
    text_offered,
)
from filings.services.news.watching import asks_whether_stopped, sweep_days, sweep_stopped
from filings.services.older import correction_for, holding_older, on_earlier_facts
from filings.services.overrule import overrule_at_desk
from filings.services.papers.added import add_block, move_block, remove_block
from filings.services.papers.approval import approve_paper, ask_approval
from filings.services.papers.edits import doubt_words, doubts_of, headings_of, texts_of
from filings.services.papers.generated import (
    addressees_for,
    firm_of,
    generated,
    kinds_beside,
    kinds_for,
    may_draft,
    may_write,
    same_words,
)
from filings.services.papers.letterheads import firm_today, write_letterhead
from filings.services.papers.versions import LONGEST_BLOCK, LONGEST_HEADING, Clash, Written
from filings.services.papers.writing import (
    begin_paper,
    discard_paper,
    edit_paper,
    reset_block,
    update_paper,
)
from filings.services.public_figures import publish_figures
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
from filings.services.recipients import name_recipient, recipients_by, recipients_of
from filings.services.reconsidering import correct_decision
from filings.services.remedies import Standing, next_days, remedies_of
from filings.services.retention import LONGEST_RULE, acknowledge_withdrawal, keep_on_basis, last_day_to_name
from filings.services.sending.blanks import DETAIL, blanks_for, drawn_case, names_nobody
from filings.services.sending.by_hand import record_acknowledgement, record_handed_in
from filings.services.sending.consent import SEPARATE, ConsentText, Separate, propose_consent
from filings.services.sending.content import (
    Wishes,
    answers_of,
    content_of,
    earlier_steps,
    facts_now,
    matter_of,
)
from filings.services.sending.giving import LABELS, Giving, by_choice, fields_of, freeze, required_by
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
    lawyer_today,
    offers_to,
    share,
    sweep_shares,
)
from filings.services.supplements.answering import answer
from filings.services.supplements.consent import open_questions, propose_supplement, question_of
from filings.services.supplements.correcting import write_correction
from filings.services.supplements.frozen import supplement_content_of
from filings.services.supplements.sending import (
    cancel_supplement,
    confirm_seen,
    confirm_supplement,
    open_supplement_letter,
    prepare_supplement,
    record_supplement_handed_in,
    resolve_supplement,
)
from filings.services.supplements.writing import (
    supplement_words,
    why_no_more,
    with_recipient,
    write_supplement,
)
from filings.services.to_do import colleague_named, finish_task, set_tasks

__all__ = [
    "COURT",
    "DETAIL",
    "FORMS",
    "GIVEN_KINDS",
    "LABELS",
    "LEAST",
    "LONGEST",
    "LONGEST_BLOCK",
    "LONGEST_FILE_TITLE",
    "LONGEST_HEADING",
    "LONGEST_LETTER",
    "LONGEST_NAME",
    "LONGEST_PROVES",
    "LONGEST_RECIPIENT",
    "LONGEST_RULE",
    "LONGEST_TITLE",
    "MEGABYTES",
    "MOST_BULK",
    "MOST_CHARACTERS",
    "MOST_UPLOADED",
    "OUTBOX",
    "OWN_REASONS",
    "SEPARATE",
    "Clash",
    "ConsentText",
    "Due",
    "Giving",
    "Group",
    "Issued",
    "Item",
    "NextStep",
    "Order",
    "Refused",
    "Separate",
    "Standing",
    "Wishes",
    "Written",
    "accept_share",
    "acknowledge_withdrawal",
    "add_block",
    "addressees",
    "addressees_for",
    "answer",
    "answers_of",
    "approve_paper",
    "approvers",
    "ask",
    "ask_approval",
    "ask_person_by_text",
    "ask_text",
    "asked_about",
    "asks_whether_stopped",
    "assign",
    "begin_calendar",
    "begin_desk_calendar",
    "begin_letter",
    "begin_paper",
    "begin_push",
    "blanks_for",
    "build_export",
    "bundles_with",
    "by_choice",
    "cancel_supplement",
    "carried",
    "choose_mail",
    "colleague_named",
    "colleagues",
    "companies_of",
    "complain_about",
    "confirm",
    "confirm_bulk",
    "confirm_seen",
    "confirm_share",
    "confirm_supplement",
    "confirm_text",
    "content_of",
    "correct_decision",
    "correction_for",
    "covered_by",
    "covered_exhibits",
    "days_of",
    "deadlines_of",
    "declarable",
    "decline_share",
    "delete_view",
    "deliver",
    "deliver_here",
    "desk_days",
    "desks_of_order",
    "desks_to_take_from",
    "discard_paper",
    "done_before",
    "doubt_words",
    "doubts_of",
    "drawn_case",
    "drop_bulk",
    "drop_letter",
    "earlier_steps",
    "edit_paper",
    "end_desk_calendar",
    "end_share",
    "erase_again",
    "erase_exhibit",
    "exhibits_of",
    "export_lead",
    "extend",
    "extended",
    "extensions_of",
    "facts_now",
    "fields_of",
    "find_calendar",
    "find_desk_calendar",
    "finish_task",
    "firm_of",
    "firm_today",
    "fold_tallies",
    "freeze",
    "generated",
    "give_file",
    "give_up_abandoned",
    "headings_of",
    "holding_older",
    "is_silent",
    "issue_letter",
    "issue_stamped",
    "issued_under",
    "keep_listing",
    "keep_on_basis",
    "kept",
    "kinds_beside",
    "kinds_for",
    "kinds_of",
    "last_day_to_name",
    "lawyer_today",
    "led_by",
    "letterhead_in_use",
    "likely_in",
    "listing_of",
    "mail_choice",
    "matter_of",
    "may_draft",
    "may_export",
    "may_write",
    "move",
    "move_block",
    "name_recipient",
    "names_nobody",
    "next_days",
    "next_steps",
    "note",
    "notes_for",
    "offers_to",
    "on_earlier_facts",
    "one_group",
    "open_document",
    "open_export",
    "open_given_file",
    "open_lead",
    "open_letter",
    "open_list",
    "open_proof",
    "open_questions",
    "open_supplement_letter",
    "order_again",
    "order_list",
    "overrule_at_desk",
    "pause",
    "pauses_of",
    "place_rows",
    "portal_trust",
    "prepare",
    "prepare_supplement",
    "preview",
    "preview_bulk",
    "preview_template",
    "propose",
    "propose_consent",
    "propose_order",
    "propose_supplement",
    "publish_figures",
    "push_consent",
    "push_key",
    "push_offered",
    "question_of",
    "read_news",
    "recipients_by",
    "recipients_of",
    "record_acknowledgement",
    "record_handed_in",
    "record_keeping_request",
    "record_question",
    "record_service",
    "record_supplement_handed_in",
    "refill_letter",
    "refusal_grounds",
    "refusal_words",
    "remedies_of",
    "remove_block",
    "remove_export",
    "remove_list",
    "request_export",
    "request_to_keep",
    "required_by",
    "reset_block",
    "resolve_supplement",
    "resolve_unknown",
    "resume",
    "roles",
    "same_words",
    "save_view",
    "sees_whole_case",
    "send_away",
    "send_notices",
    "send_signals",
    "set_tasks",
    "settle",
    "share",
    "sight_filings",
    "statements_for",
    "supplement_content_of",
    "supplement_words",
    "sweep_bulk",
    "sweep_days",
    "sweep_deadlines",
    "sweep_desk_days",
    "sweep_desk_digest",
    "sweep_desk_mail",
    "sweep_exports",
    "sweep_listings",
    "sweep_lists",
    "sweep_outbox",
    "sweep_parked",
    "sweep_shares",
    "sweep_stopped",
    "take_back",
    "takes_uncovered",
    "template_in_force",
    "text_consent",
    "text_offered",
    "texts_of",
    "transfer_words",
    "update_paper",
    "void_letter",
    "was_issued",
    "way_today",
    "ways_of",
    "whole_phones",
    "why_no_more",
    "with_recipient",
    "withdraw_consent",
    "withheld_from",
    "write_correction",
    "write_desk_letterhead",
    "write_letter",
    "write_letterhead",
    "write_supplement",
    "write_template",
]

acts(globals(), "drawn_case", "propose_order")
