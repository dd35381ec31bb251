"""What only the complainant can declare: that no other body has taken the dispute. Never asserted for them."""

from complaints.models import Complaint
from documents.official import form_of
from filings.services.sending.content import facts_now
from legal.corpus import load


def declarable(complaint: Complaint, channel: str) -> str:
    """The sentence that the complainant may confirm for a channel; "" where its form has none or the facts say otherwise."""
    sentence = form_of(channel).unsettled
    if not sentence:
        return ""
    rules = load().channels[channel].rule.get("closed_by", ())
    elsewhere = {name for rule in rules for name in rule["to"]}
    taken = any(
        row.get("to") in elsewhere and row.get("act") != "report" and row.get("accepted") is True
        for row in facts_now(complaint).get("prior", ())
    )
    return "" if taken else sentence
