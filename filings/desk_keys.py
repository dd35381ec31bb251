"""What the own system of an organisation may call with its key: a call that is not named here is not for keys."""

from accounts.models import DeskKey

_READ, _WORK, _DECIDE = DeskKey.Scope.READ, DeskKey.Scope.WORK, DeskKey.Scope.DECIDE
# The calls that the own system of an organisation may make, by their names, and what its key must allow for each; with
# “read” it may only look. What takes a second person takes two people, never a key.
FOR_KEYS = {
    "api-filings": _READ,
    "api-filing": _READ,
    "api-filing-document": _READ,
    "api-campaigns": _READ,
    "api-campaign": _READ,
    "api-supplement": _READ,
    "api-supplements": _READ,
    "api-by-law": _READ,
    "api-proposals": _READ,
    "api-filing-file": _READ,
    "api-supplement-seen": _WORK,
    "api-assign": _WORK,
    "api-ask": _WORK,
    "api-spoken-answer": _WORK,
    "api-note": _WORK,
    "api-tasks": _WORK,
    "api-task-done": _WORK,
    "api-give-file": _WORK,
    "api-extend": _WORK,
    "api-pause": _WORK,
    "api-resume": _WORK,
    "api-mediation": _WORK,
    "api-mediation-invite": _WORK,
    "api-mediation-reply": _WORK,
    "api-mediation-session": _WORK,
    "api-mediation-attendance": _WORK,
    "api-mediation-settle": _DECIDE,
    "api-mediation-end": _DECIDE,
    "api-referral": _WORK,
    "api-referral-record": _DECIDE,
    "api-move": _DECIDE,
    "api-amend": _DECIDE,
}
