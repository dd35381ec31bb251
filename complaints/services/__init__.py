"""The acts on complaints: the only code that writes them."""

from complaints.services.access import (
    bound_access,
    choose_language,
    end_access,
    grant_access,
    open_with_code,
    owns,
    reading_of,
    reads_for_others,
)
from complaints.services.campaigns import STEPS, group_contacts, number_index, others_reporting
from complaints.services.code_mails import awaits_person, forget_code_mails, is_confirmed, send_code_mails
from complaints.services.code_mails import tell as tell_of_code
from complaints.services.codes import NotTakenOver, replace_code, take_over
from complaints.services.coming_of_age import (
    ADULT,
    CONSENTS,
    age_of_child,
    ask_child,
    child_holds,
    guardian_is_over,
    take_over_by_child,
)
from complaints.services.drafts import (
    answers_of,
    discard_draft,
    expire_drafts,
    new_code,
    open_draft,
    save_answers,
    save_steps,
)
from complaints.services.filing import (
    ComplainantInput,
    ContactInput,
    Filed,
    NotFiled,
    RespondentInput,
    check_helper,
    file_complaint,
    received_and_kept,
    record_read,
    set_state,
    telephone_index,
    told_first,
)
from complaints.services.helping import (
    NotHelped,
    ask_person,
    authorise_help,
    confirm_help,
    end_help,
    find_link,
    helps,
    refuse_help,
)
from complaints.services.leaving import NotLeft, held_by, leave_account
from complaints.services.outcomes import TooManyOutcomes, add_contacts, added_before, record_outcome
from complaints.services.recounting import record_recount
from complaints.services.stating import record_statement
from complaints.services.subscriptions import (
    NotAsked,
    ask_mailbox,
    confirm_mailbox,
    end_subscription,
    find_mailbox,
    forget_ended_ways,
    hold_own,
    refuse_mailbox,
)
from complaints.services.subscriptions import begin as begin_news
from complaints.services.subscriptions import end as end_news
from complaints.services.ways_back import Tried, ask_way_back, find_way_back, use_way_back
from core.language import acts

__all__ = [
    "ADULT",
    "CONSENTS",
    "STEPS",
    "ComplainantInput",
    "ContactInput",
    "Filed",
    "NotAsked",
    "NotFiled",
    "NotHelped",
    "NotLeft",
    "NotTakenOver",
    "RespondentInput",
    "TooManyOutcomes",
    "Tried",
    "add_contacts",
    "added_before",
    "age_of_child",
    "answers_of",
    "ask_child",
    "ask_mailbox",
    "ask_person",
    "ask_way_back",
    "authorise_help",
    "awaits_person",
    "begin_news",
    "bound_access",
    "check_helper",
    "child_holds",
    "choose_language",
    "confirm_help",
    "confirm_mailbox",
    "discard_draft",
    "end_access",
    "end_help",
    "end_news",
    "end_subscription",
    "expire_drafts",
    "file_complaint",
    "find_link",
    "find_mailbox",
    "find_way_back",
    "forget_code_mails",
    "forget_ended_ways",
    "grant_access",
    "group_contacts",
    "guardian_is_over",
    "held_by",
    "helps",
    "hold_own",
    "is_confirmed",
    "leave_account",
    "new_code",
    "number_index",
    "open_draft",
    "open_with_code",
    "others_reporting",
    "owns",
    "reading_of",
    "reads_for_others",
    "received_and_kept",
    "record_outcome",
    "record_read",
    "record_recount",
    "record_statement",
    "refuse_help",
    "refuse_mailbox",
    "replace_code",
    "save_answers",
    "save_steps",
    "send_code_mails",
    "set_state",
    "take_over",
    "take_over_by_child",
    "telephone_index",
    "tell_of_code",
    "told_first",
    "use_way_back",
]

acts(globals())
