"""The facts of a case that a message itself supports."""

from __future__ import annotations

from datetime import date, datetime

from complaints.reading.message import Reading
from complaints.stated import Contacts, Content, Debt, Groups

# Values that the fact `debt.threats` knows. The other threats of a reading are kept for documents and campaigns.
_THREATS_OF_FACTS = ("detention", "violence", "publicity", "insult")


def facts_from(reading: Reading, *, received: date | datetime | None = None) -> Groups:
    """A suggestion in the shape of the facts, for the person to confirm. What the text does not show is absent.

    What a message is places a fact only where that is told without doubt.

    Whether unsubscribing works, whether anything is owed and whether the sender is who it says is never decided here.
    """
    contacts: Contacts = {"channels": ["sms"]}
    facts: Groups = {"contacts": contacts}
    if reading.sender and reading.sender.accepted and reading.sender.kind not in {"unknown", "alnum"}:
        contacts["numbers"] = [reading.sender.real_number or reading.sender.number]
    if isinstance(received, datetime) and (received.hour >= 22 or received.hour < 8):
        contacts["night"] = True
    content: Content = {}
    if reading.certain == "marketing":
        content["commercial"] = True
    # A swindler signs with another's name: that does not show who sent it.
    if reading.signature and not reading.may_be("fraud"):
        content["sender_identified"] = True
    if reading.opt_out:
        content["opt_out_offered"] = True
    if content:
        facts["content"] = content
    debt = _debt(reading)
    if debt:
        facts["debt"] = debt
    return facts


def _debt(reading: Reading) -> Debt:
    if reading.certain != "collection":
        return {}
    debt: Debt = {}
    if reading.claimed is not None:
        debt["claimed"] = (
            int(reading.claimed) if reading.claimed == int(reading.claimed) else float(reading.claimed)
        )
    named = reading.debtor or reading.addressee
    if named and reading.claims_debt:
        debt["debtor"] = named
    threats = [threat for threat in reading.threats if threat in _THREATS_OF_FACTS]
    if threats:
        debt["threats"] = threats
    return debt
