"""What the first two pages of the intake answer, as steps of a draft: what was told, and how it was understood."""

from typing import Any

from complaints import forms as pages
from complaints.forms.doubt import BOTH
from complaints.models import Contact, Kind
from complaints.review import with_source
from complaints.understanding import looks_pasted, named_by_message, shown_by_message, with_bound, with_named

Answers = dict[str, Any]
SHOWN_BY_MESSAGE = ("category", "signature", "opt_out", "amount", "claims_debt", "received_on")


def told(answers: Answers, said: dict[str, Any]) -> dict[str, Any]:
    """The steps that the first page answers; what was read in another message before is read anew."""
    story, text = said.get("story", ""), said.get("text", "")
    if not text and looks_pasted(story):
        story, text = (
            "",
            story,
        )  # a message in the place of the story: the next page says whose words they are
    steps: dict[str, Any] = {"story": {"story": story}}
    before = answers.get("message", {})
    if text != before.get("text", ""):
        kept = {"sender": before.get("sender", ""), "channel": before.get("channel") or "sms"}
        kept["received_on"] = before.get("received_on")
        steps["message"] = with_source(before, {"text": text, **kept})
        steps["reading"] = None
    return steps


def as_understood(answers: Answers, form: pages.UnderstoodForm) -> dict[str, Any]:
    """The steps that the page answers. A kind chosen anew leaves what was read under another one for the next page."""
    said = pages.jsonable(form.cleaned_data)
    if said.get("whose") == "own":
        return as_own(answers)
    kind = said["kind"]
    steps: dict[str, Any] = {"kind": {"kind": kind}, "understood": {"kind": form.kind}}
    if "situations" in said and kind == form.kind:
        both = said.get(BOTH) or answers.get("situations", {}).get(BOTH)
        steps["situations"] = {"situations": said["situations"]} | ({BOTH: True} if both else {})
    message = dict(answers.get("message", {}))
    received = said.get("received_on")
    if "sender" in said:
        message |= {"sender": said["sender"]}
        if not message.get("text"):
            message |= {"text": "", "channel": _way(said)}
    if "numbers" in said or form.more:
        before = answers.get("callers", {}).get("numbers", ())
        told_numbers = list(
            dict.fromkeys([*(said["numbers"].split() if "numbers" in said else before), *form.more])
        )
        steps["callers"] = {"numbers": told_numbers}
        # Of nothing but a story the first of them is whom it came from.
        if told_numbers and "sender" not in said and kind != Kind.SECOND_HAND_NUMBER:
            message |= {"sender": told_numbers[0], "text": "", "channel": _way(said)}
    if message.get("text"):
        if received != message.get("received_on"):
            message["at"] = None
        ways = said.get("contacts-contacts__channels")
        if ways and message.get("channel", "sms") not in ways:
            message["channel"] = ways[0]
        message["received_on"] = received
        read = pages.jsonable(answers.get("reading") or shown_by_message(answers))
        steps["reading"] = {name: said.get(name, read.get(name)) for name in SHOWN_BY_MESSAGE}
    if message:
        steps["message"] = message
    # Left empty it happened once: on the first day, or on that of the message.
    last = said["last"] or (received if received and received > said["first"] else None)
    steps["event"] = {"first": said["first"], "last": last}
    for page, given in pages.by_page(form.cleaned_data).items():
        steps[page] = {**answers.get(page, {}), **given}
    if "party" in said and kind == form.kind:
        rows = answers.get("respondents", {}).get("rows")
        names = said["party"].splitlines()
        if rows is None:  # who signed the message comes beside whom the story names
            read = {name: one for name, one in (answers | steps).items() if one}
            names += [one["name"] for one in named_by_message(read, kind)]
        steps["respondents"] = {"rows": with_named(rows or (), names, kind)}
    if "earlier" in said:
        steps["prior"] = {"rows": form.earlier_rows(said["earlier"])}
    named = named_by_message(answers | {name: one for name, one in steps.items() if one}, kind)
    if named:
        steps["respondents"] = {"rows": named}
    return as_bound(answers, steps)


def as_bound(answers: Answers, steps: dict[str, Any]) -> dict[str, Any]:
    """The steps, where what is said to be bound to a number tells what a respondent is."""
    accounts = (answers | steps).get("number", {}).get("number__accounts_bound") or ""
    rows = (answers | steps).get("respondents", {}).get("rows")
    if accounts and rows:
        steps["respondents"] = {"rows": with_bound(rows, _lines(accounts))}
    return steps


def _lines(said: Any) -> list[str]:
    lines = said if isinstance(said, list) else str(said).splitlines()
    return [line.strip() for line in lines if line.strip()]


def as_own(answers: Answers) -> dict[str, Any]:
    """What was given as a message is the person's own story: it is read as that, on the same page."""
    message, story = dict(answers.get("message", {})), answers.get("story", {}).get("story", "")
    own = "\n".join(part for part in (story, message.pop("text", "")) if part)
    tell = {**answers.get("tell", {}), "whose": "own"}
    return {"tell": tell, "story": {"story": own}, "message": message | {"text": ""}, "reading": None}


def _way(said: dict[str, Any]) -> str:
    """How it came, of a number alone: by telephone, unless another way is told."""
    ways = said.get("contacts-contacts__channels") or []
    return str(ways[0]) if len(ways) == 1 else Contact.Channel.CALL.value
