"""What goes on inside a desk in one case, for its page: what waits for a second person, what is to be done."""

from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from filings.desk.standing import person_name
from filings.models import Filing, Proposal, Task
from filings.services import approvers


@dataclass(frozen=True)
class Asked:
    """A proposal that waits: ``mine`` to take back, or one that this person ``may`` agree to."""

    row: Proposal
    who: str
    mine: bool
    may: bool


@dataclass(frozen=True)
class ToDo:
    row: Task
    who: str


def context(filing: Filing, actor: Actor) -> dict[str, Any]:
    waiting = filing.proposals.filter(state=Proposal.State.ASKED).select_related("asked_by")
    asked = [
        Asked(
            one,
            person_name(one.asked_by),
            mine=one.asked_by == actor.user,
            may=actor.user in approvers(filing, but=one.asked_by),
        )
        for one in waiting
    ]
    tasks = [
        ToDo(one, person_name(one.person) if one.person else "")
        for one in filing.tasks.select_related("person").order_by("done_at", "due_on", "pk")
    ]
    return {"proposals": asked, "tasks": tasks}
