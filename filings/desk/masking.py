"""Lines of the queue as somebody reads and searches them who may not know who complained."""

import json
import re
from dataclasses import replace

from accounts.actors import Actor
from filings.desk.rows import Row
from filings.desk.sent import without

NUMBER = "〔号码〕"
WHO = "投诉人"  # where the names stand in what a search looks through (services.listing.lines)
_OF_OTHERS = ("短信、通话", "汇总", "被投诉方")
_DIGITS = re.compile(r"\d(?:[\s-]?\d){6,}")


def rows_for(by: Actor, rows: list[Row]) -> list[Row]:
    """As this person may read them: of whom they may not know, the number in the place of the name."""
    if not by.masks:
        return rows
    return [
        replace(row, complainant=row.number, said=masked_said(row.said))
        if by.masked(row.organisation, row.pk)
        else row
        for row in rows
    ]


def masked_said(said: str) -> str:
    """What a search looks through: no name; of long numbers those alone from which somebody wrote or called."""
    if not said:
        return said
    entries = json.loads(said)
    names = sorted((text for where, text in entries if where == WHO), key=len, reverse=True)
    kept = []
    for where, text in entries:
        if where != WHO:
            plain = without(text, [one for one in names if len(one) > 1])
            kept.append([where, plain if where in _OF_OTHERS else _DIGITS.sub(NUMBER, plain)])
    return json.dumps(kept, ensure_ascii=False)
