"""What may be asked for in a channel: every request that the grounds of a paper allow, of whom, which sum, resting on what,
and the sentences of those that the person ticked. `legal/corpus/requests.yaml` says when, the channel's form in which words.
"""

from documents.requests.allowed import GONE, is_asked, of_those_asked, requests_of
from documents.requests.asked import SPENT, Asked, Request, Requests, Unasked, asked_instead, basis_rows
from documents.requests.catalogue import SUMS, WORDS, contradicting, kinds, ticked_by

__all__ = [
    "GONE",
    "SPENT",
    "SUMS",
    "WORDS",
    "Asked",
    "Request",
    "Requests",
    "Unasked",
    "asked_instead",
    "basis_rows",
    "contradicting",
    "is_asked",
    "kinds",
    "of_those_asked",
    "requests_of",
    "ticked_by",
]
