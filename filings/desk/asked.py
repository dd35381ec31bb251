"""What the queue is asked for: the query of its address, read once. Pure; what nobody gave out is as if it were not there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from django.http import QueryDict

from complaints.models import Kind, Situation
from filings.moves import State

WAITING, MEDIATED, REFERRED = "waiting", "mediated", "referred"
SUPPLEMENTED, UNSEEN, ALL = "supplemented", "unseen", "all"
UNREAD = "unread"  # that in which something happened that this person has not looked at
SECOND = "second"  # what waits for a second person
LATE, TODAY, SOON_DUE, NO_DAY = "late", "today", "soon", "none"
ME, NOBODY = "me", "nobody"
NEWEST = "newest"
PERSON, RESPONDENT, SENDER = "person", "respondent", "sender"  # what is the same as in one filing
LONGEST = 200  # signs of a word in a filter
STATES = (
    State.ACKNOWLEDGED,
    State.ACCEPTED,
    State.DECIDED,
    State.REFUSED,
    State.TRANSFERRED,
    State.CLOSED,
    State.WITHDRAWN,
)
# The columns in their order; the number stands always, and those of ``USUAL`` where nobody chose others.
COLUMNS = (
    "state", "complainant", "respondent", "sender", "matter", "channel", "region", "sum", "days", "last", "received",
    "came",
    "caseworker",
)  # fmt: skip
# The channel tells two filings of one complaint apart.
USUAL = (
    "state",
    "complainant",
    "respondent",
    "sender",
    "matter",
    "channel",
    "sum",
    "days",
    "last",
    "caseworker",
)


@dataclass(frozen=True)
class Asked:
    """Each field is a name of the query; "" where nothing is asked."""

    q: str = ""
    files: str = ""  # whether a search looks into the text of exhibits too
    state: str = ""
    due: str = ""
    who: str = ""
    kind: str = ""
    situation: str = ""
    channel: str = ""
    region: str = ""
    sender: str = ""
    respondent: str = ""
    since: str = ""
    until: str = ""
    campaign: str = ""
    same: str = ""  # as in one filing: the person, the respondent, the number
    desk: str = ""
    sort: str = ""
    after: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        said = {one.name: query.get(one.name, "").replace("\x00", "").strip() for one in fields(cls)}
        chosen = {*query.getlist("columns")}
        found = {name: text if _KNOWN.get(name, _any)(text) else "" for name, text in said.items()}
        columns = tuple(one for one in COLUMNS if one in chosen)
        return cls(**{**found, "columns": () if columns == USUAL else columns})  # type: ignore[arg-type]

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of the list beside the number."""
        return self.columns or USUAL

    @property
    def at_work(self) -> bool:
        """Whether nothing else is asked for than what is to be done: a search looks everywhere."""
        return not self.state and not self.q

    @property
    def by_day(self) -> bool:
        """Whether the list is of open work alone, the only work with a day ahead of it, and not asked for otherwise."""
        known = (State.ACKNOWLEDGED, State.ACCEPTED, WAITING, MEDIATED, REFERRED)
        open_work = self.at_work or self.state in known
        return open_work or self.due in (LATE, TODAY, SOON_DUE)

    @property
    def narrows(self) -> bool:
        """Whether anything beside the tab leaves rows out."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def more(self) -> bool:
        """Whether anything is asked for that the first line of the bar has no field for."""
        return bool(self.columns) or any(getattr(self, name) for name in MORE)

    def with_(self, **changed: str) -> str:
        """The query string of the same list but for this; every other list begins on its first page."""
        return as_query(replace(self, **{"after": "", **changed}))  # type: ignore[arg-type]

    @property
    def first_day(self) -> date | None:
        return _day(self.since)

    @property
    def last_day(self) -> date | None:
        return _day(self.until)


FILTERS = (
    "q", "kind", "situation", "channel", "region", "sender", "respondent", "since", "until", "campaign", "same",
    "desk",
)  # fmt: skip

MORE = ("kind", "region", "sender", "respondent", "since", "until", "campaign", "desk", "sort", "files")


def as_query(asked: Asked) -> str:
    """``?…`` with what is asked alone; "?" for the plain list, which a link can name."""
    from_fields = [(one.name, getattr(asked, one.name)) for one in fields(asked) if one.name != "columns"]
    made = QueryDict(mutable=True)
    made.update({name: text for name, text in from_fields if text})
    if asked.columns:
        made.setlist("columns", list(asked.columns))
    return f"?{made.urlencode()}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _any(text: str) -> bool:
    return len(text) <= LONGEST


def _is_alike(text: str) -> bool:
    what, _sep, pk = text.partition("-")
    try:
        return what in (PERSON, RESPONDENT, SENDER) and str(UUID(pk)) == pk
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18


_KNOWN: Mapping[str, Callable[[str], bool]] = {
    "q": lambda text: True,
    "files": lambda text: text == "1",
    "state": lambda text: (
        text in (*STATES, WAITING, MEDIATED, REFERRED, SUPPLEMENTED, SECOND, UNSEEN, UNREAD, ALL)
    ),
    "due": lambda text: text in (LATE, TODAY, SOON_DUE, NO_DAY),
    "who": lambda text: text in (ME, NOBODY) or _is_number(text),
    "kind": lambda text: text in Kind.values,
    "situation": lambda text: text in Situation.values,
    "region": lambda text: text.isdecimal() and len(text) == 6,
    "since": lambda text: _day(text) is not None,
    "until": lambda text: _day(text) is not None,
    "campaign": _is_number,
    "same": _is_alike,
    "desk": _is_number,
    "sort": lambda text: text == NEWEST,
}
