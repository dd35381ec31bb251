"""From answers to facts: the JSON that ``legal.assess`` reads. What was not answered is absent, never false."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from complaints.models import SITUATIONS_OF_KIND, Kind, Situation
from complaints.questions import UNKNOWN, Ask, matters_for
from complaints.reading.hedges import rough_counts
from complaints.stated import Facts, Groups, Prior, Respondent, event_told

Answers = Mapping[str, Mapping[str, Any]]


def chosen_situations(answers: Answers) -> list[str]:
    """The situations chosen that belong to the kind as it is now: one chosen under another kind is no answer any more."""
    of_kind = SITUATIONS_OF_KIND.get(answers.get("kind", {}).get("kind", ""), ())
    return [slug for slug in answers.get("situations", {}).get("situations", ()) if slug in of_kind]


def happened_once(count: object) -> bool:
    """Whether it is said to have happened a single time: then the first day is the last one too."""
    return str(count) == "1"


def _last_day(answers: Answers) -> str:
    """The last day that is told; "" while that is open."""
    event, count = answers.get("event", {}), answers.get("contacts", {}).get("contacts__count")
    return event.get("last") or (event.get("first") or "" if happened_once(count) else "")


def days_known(answers: Answers) -> bool:
    """Whether the first and the last day are known."""
    return bool(answers.get("event", {}).get("first") and _last_day(answers))


def capacity_of(answers: Answers) -> str:
    """As whom somebody complains: guardian, former_holder …; "" while that is open."""
    slug = "number" if answers.get("kind", {}).get("kind") == Kind.SECOND_HAND_NUMBER else "contacts"
    return str(answers.get(slug, {}).get("complainant__capacity") or "")


def place(facts: Groups, key: str, value: object) -> None:
    """Set a dotted key."""
    *folders, last = key.split(".")
    # The names of facts stand in the questions: from here on they are data.
    inner: Any = facts
    for folder in folders:
        inner = inner.setdefault(folder, {})
    inner[last] = value


def known(ask: Ask, answer: Any) -> Any:
    """The fact that an answer states, or None when it leaves the fact unknown."""
    if answer in (None, "", [], UNKNOWN) and not (ask.fact == "data.source" and answer == UNKNOWN):
        return None
    if ask.form == "yes_no" or answer in ("true", "false"):
        return answer in ("yes", "true")
    if ask.form == "yuan":
        number = float(answer)
        return int(number) if number.is_integer() else number
    if ask.form == "lines":
        return [line.strip() for line in str(answer).splitlines() if line.strip()]
    return answer


def facts_of(answers: Answers, *, filing_date: date, numbers: Sequence[str] = ()) -> Facts:
    """The facts that the answers of an intake state, in the form of the contract.

    ``numbers`` are those of the messages and calls that the person chose out of a backup.
    """
    kind = answers["kind"]["kind"]
    situations = chosen_situations(answers)
    event = answers.get("event", {})
    last = event.get("last") or event.get("first") or filing_date.isoformat()
    facts: Facts = {
        "kind": kind,
        "situations": situations,
        "event": event_told(event.get("first") or last, last),
        "filing_date": filing_date.isoformat(),
    }
    place_message(facts, answers)
    numbers = [*answers.get("callers", {}).get("numbers", ()), *numbers]
    if numbers:
        of_message = facts.get("contacts", {}).get("numbers", ())
        place(facts, "contacts.numbers", list(dict.fromkeys([*of_message, *numbers])))
    for matter in matters_for(kind, situations, answered=answers):
        given = answers.get(matter.slug, {})
        for ask in matter.asks:
            value = known(ask, given.get(ask.name))
            if value is not None:
                place(facts, ask.fact, value)
    _implied(facts, situations)
    _rough(facts, answers)
    _loss(facts)
    _prior(facts, answers.get("prior", {}))
    _people(facts, answers, kind)
    return facts


# What somebody says who chooses a situation, in the words of its name: it is not asked again.
_SAID_BY = {
    Situation.NUMBER_NOT_DISCLOSED: {"number.second_hand": True, "number.told": False},
    Situation.FORMER_HOLDER_PURSUED: {"number.second_hand": True},
    Situation.RESIDUAL_CHARGE: {"number.second_hand": True},
    Situation.FREEZE_BROKEN: {"number.second_hand": True},
}


def _implied(facts: Facts, situations: Sequence[str]) -> None:
    """An answer to the question itself stands before it."""
    if (
        facts["kind"] != Kind.SECOND_HAND_NUMBER
        or facts.get("complainant", {}).get("capacity") == "former_holder"
    ):
        return
    for slug in situations:
        for fact, value in _SAID_BY.get(Situation(slug), {}).items():
            group, name = fact.split(".")
            said = cast(Mapping[str, object], facts.get(group, {}))
            if name not in said:
                place(facts, fact, value)


def place_message(facts: Groups, answers: Answers) -> None:
    """What the message itself shows, as the person confirmed it; an answer to a question comes later and wins.

    A text can show that it advertises and that it offers a way out. That it does not, it cannot show: fraud advertises
    too, and a wording that was not understood is no breach of 广告法 43. What is not seen stays unknown.
    """
    message, reading = answers.get("message", {}), answers.get("reading", {})
    if not message.get("text") and not message.get("sender"):
        return
    if message.get("sender"):
        place(facts, "contacts.numbers", [message["sender"]])
    if message.get("channel"):
        place(facts, "contacts.channels", [message["channel"]])
    if reading:
        # What the person corrected stands instead of what was read.
        facts.pop("content", None)
        facts.get("debt", {}).pop("claimed", None)
    if reading.get("category") == "marketing":
        place(facts, "content.commercial", True)
    if message.get("text") and reading.get("opt_out"):
        place(facts, "content.opt_out_offered", True)
    # A swindler signs with another's name: that does not show who sent it (广告法 43).
    if message.get("text") and reading.get("signature") and reading.get("category") != "fraud":
        place(facts, "content.sender_identified", True)
    if answers["kind"]["kind"] == Kind.FAKE_COLLECTION and reading.get("amount"):
        place(facts, "debt.claimed", known(Ask("debt.claimed", "", "yuan"), reading["amount"]))


def _rough(facts: Facts, answers: Answers) -> None:
    """Which counts are told as about so many: no page and no paper says them more exactly."""
    if rough := rough_counts(answers.get("story", {}).get("story", ""), facts.get("contacts", {})):
        place(facts, "contacts.about", rough)


def _loss(facts: Facts) -> None:
    # What the page asks for, a word and a sum, until here.
    loss: Any = facts.get("loss")
    if not loss:
        return
    what, yuan = loss.pop("what", ""), loss.pop("yuan", None)
    if yuan:
        loss["costs"] = [{"what": what or "维权支出", "yuan": yuan}]
    if not loss:
        del facts["loss"]


def _prior(facts: Facts, answers: Mapping[str, Any]) -> None:
    rows = [prior_of(row) for row in answers.get("rows", ())]
    if rows:
        facts["prior"] = rows


def prior_of(row: Mapping[str, Any]) -> Prior:
    """An earlier step, as its row of the form says it."""
    entry: Prior = {"to": row["to"], "act": row.get("act") or "complaint"}
    if row.get("on"):
        entry["on"] = row["on"]
    if row.get("whom"):
        entry["whom"] = row["whom"]
    if row.get("ticket"):
        entry["ticket"] = row["ticket"]
    entry["answered_on"] = row.get("answered_on") or None
    if row.get("satisfied") in ("yes", "no"):
        entry["satisfied"] = row["satisfied"] == "yes"
    if row.get("accepted") in ("yes", "no"):
        entry["accepted"] = row["accepted"] == "yes"
    return entry


def several_of_a_role(respondents: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of those of whose role there are several: of an earlier step to one of them it is asked which it was."""
    named = [(str(row.get("role") or ""), str(row["name"])) for row in respondents if row.get("name")]
    roles = [role for role, _name in named]
    return list(dict.fromkeys(name for role, name in named if role and roles.count(role) > 1))


def age_on(born: str, day: str) -> int | None:
    """Full years on a day, both ISO; None where the day of birth is not known."""
    if not born:
        return None
    first, then = date.fromisoformat(born), date.fromisoformat(day)
    return then.year - first.year - ((then.month, then.day) < (first.month, first.day))


def _people(facts: Facts, answers: Answers, kind: str) -> None:
    region = answers.get("you", {}).get("region")
    # Of a child alone the age decides something: when it happened (个人信息保护法 31).
    age = age_on(answers.get("you", {}).get("child_born") or "", facts["event"]["last"])
    if age is not None and capacity_of(answers) == "guardian":
        place(facts, "complainant.age", age)
    if region:
        place(facts, "complainant.region", region)
    if kind != Kind.SECOND_HAND_NUMBER:
        facts.setdefault("complainant", {}).setdefault("capacity", "recipient")
    rows = [respondent_of(row, kind) for row in answers.get("respondents", {}).get("rows", ())]
    if rows:
        facts["respondents"] = rows


def respondent_of(row: Mapping[str, Any], kind: str) -> Respondent:
    """Somebody who is complained about, as their row of the form says it."""
    entry: Respondent = {"role": row.get("role") or "unknown"}
    if row.get("name"):
        entry["name"] = row["name"]
    if row.get("uscc"):
        entry["uscc"] = row["uscc"]
    if row.get("region"):
        entry["region"] = row["region"]
    if kind != Kind.HARASSMENT and row.get("licensed_lender") in ("yes", "no"):
        entry["licensed_lender"] = row["licensed_lender"] == "yes"
    if row.get("consumer") in ("yes", "no"):
        entry["consumer"] = row["consumer"] == "yes"
    return entry
