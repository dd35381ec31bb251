"""What a refund would come to, from what was said of charges and payments. A sum that does not follow is not asserted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

NOT_OWED = ("none", "others", "settled")  # of a debt that is owed in part, how much was too much is not known


def refund_of(facts: Mapping[str, Any]) -> Decimal | None:
    """Yuan to ask back: a monthly charge that was not one's own, and what was paid for a debt that was not owed.

    None when nothing was taken, or when the parts do not make a sum: no monthly price, no months, or months that
    contradict the first and last day.
    """
    charges, debt = facts.get("charges") or {}, facts.get("debt") or {}
    total = Decimal(0)
    if charges.get("residual") is not False and (monthly := charges.get("monthly")):
        months = months_charged(charges)
        if months is None:
            return None
        total += Decimal(str(monthly)) * months
    if debt.get("owed") in NOT_OWED and (paid := debt.get("paid_under_pressure")):
        total += Decimal(str(paid))
    return total or None


def months_charged(charges: Mapping[str, Any]) -> int | None:
    """How many months were charged: as said, else counted, both ends included; None when unknown or contradictory."""
    said = charges.get("months")
    if not charges.get("first_on") or not charges.get("last_on"):
        return int(said) if said and said == int(said) else None
    first, last = date.fromisoformat(charges["first_on"]), date.fromisoformat(charges["last_on"])
    counted = (last.year - first.year) * 12 + last.month - first.month + 1
    return counted if counted > 0 and said in (None, counted) else None
