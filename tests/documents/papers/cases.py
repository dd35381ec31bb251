"""Cases that papers are written of: facts as the contract has them, and the case that they make. People are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from documents import Person, Respondent, grounds_from
from documents.papers.table import KINDS, Drawn
from legal.reasoning.assessment import assess
from tests.documents.sample import CASE

ON = date(2026, 11, 22)
COURT = "上海市长宁区人民法院"


def drawn(facts: Mapping[str, Any], *, on: date = ON, court: str = COURT, **more: Any) -> Drawn:
    """What a paper draws on, of these facts; ``case`` replaces fields of the case."""
    grounds = grounds_from(assess(dict(facts), on=on), channel="court", facts=facts)
    case = replace(
        CASE,
        grounds=grounds,
        relief=tuple(dict.fromkeys(code for ground in grounds for code in ground.relief)),
        respondents=tuple(
            Respondent(
                role=one.get("role", "unknown"), name=one.get("name", ""), consumer=one.get("consumer")
            )
            for one in facts.get("respondents", ())
        ),
        **more.pop("case", {}),
    )
    return Drawn(case=case, facts=facts, on=on, court=court, **more)


CALLED: dict[str, Any] = {
    "kind": "harassment",
    "event": {"first": "2026-10-01", "last": "2026-11-20"},
    "complainant": {"region": "310105", "capacity": "recipient"},
    "respondents": [
        {"role": "content_provider", "name": "示例优选商城有限公司"},
        {"role": "operator", "name": "示例通信有限公司"},
    ],
    "contacts": {
        "channels": ["sms", "call"],
        "count": 58,
        "max_per_day": 9,
        "after_refusal": 31,
        "night": True,
    },
    "content": {"commercial": True, "sender_identified": True},
    "consent": {"status": "none"},
    "refusal": {"made": True, "on": "2026-10-03", "ways": ["sms_reply"]},
}
CHILD = Person(name="林小满", gender="女", birth=date(2015, 6, 1), address="上海市长宁区安宁路8号")
MOTHER = Person(name="林晓安", phone="13900000001", address="上海市长宁区安宁路8号", relation="母亲")


def texts(slug: str, of: Drawn) -> str:
    """The whole paper as text."""
    paper = KINDS[slug].make(of)
    return "\n".join([paper.title, *(f"{one.heading}\n{one.text}" for one in paper.blocks)])
