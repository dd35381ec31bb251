"""Who acts: every service and every read is told, and the ledger writes it down."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from accounts.models import User

SESSION_CODES = "case_codes"
BY_KEY = "key:"  # before the number of a key, in what the ledger keeps of who acted


def code_digest(code: str) -> str:
    """What is stored of a draft's code: its SHA-256. The code has ≥ 80 random bits, so no salt is needed."""
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class Part:
    """What of the desk of an organisation somebody sees, where that is not all of it. None: whatever channel, or kind."""

    organisation: int
    channels: frozenset[str] | None
    kinds: frozenset[str] | None

    def holds(self, channel: str, kind: str) -> bool:
        return (self.channels is None or channel in self.channels) and (
            self.kinds is None or kind in self.kinds
        )


@dataclass(frozen=True)
class Actor:
    """Someone who acts or reads: an account with its organisations, the system of one organisation, the holder of case codes,
    or the portal itself."""

    user: "User | None" = None
    organisation_ids: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()  # digests of the codes that this session proved to hold
    machine: str = ""  # the part of the portal that acts by itself, such as "outbox"
    key: int | None = (
        None  # by which an organisation's own system acts at its desk; it is nobody in particular
    )
    # Of the organisations those of whose desk this person sees a part alone.
    parts: tuple[Part, ...] = ()
    # The cases in which this person has declared an interest of their own: closed to them at every desk.
    recused: frozenset[UUID] = frozenset()
    reads_only: frozenset[int] = frozenset()  # the organisations at whose desk this person acts in nothing
    takes_complaints: frozenset[int] = (
        frozenset()
    )  # where this person takes down what comes by telephone or post
    exports_lists: frozenset[int] = frozenset()  # of whose desk this person may take lists out
    leads: frozenset[int] = frozenset()  # at whose desk this person is a supervisor
    # The organisations that keep a complainant's identity closed until somebody states a need, and the filings of which this
    # person has stated one.
    masks: frozenset[int] = frozenset()
    unmasked: frozenset[UUID] = frozenset()
    audits: tuple[int, ...] = ()  # whose record this person reads across cases, and no case
    administers: tuple[int, ...] = ()  # whose members this person keeps, and no case

    @property
    def label(self) -> str:
        """What the ledger keeps: a reference, never a name or a number of a person."""
        if self.machine:
            return f"system:{self.machine}"
        if self.user is not None:
            return f"user:{self.user.pk}"
        if self.key is not None:
            return f"{BY_KEY}{self.key}"
        return "holder" if self.codes else "visitor"

    @property
    def is_staff(self) -> bool:
        """A caseworker, supervisor or lawyer: someone whose reading of a case is itself recorded."""
        return bool(self.organisation_ids) or bool(self.user and self.user.is_staff)

    @property
    def needs_second_factor(self) -> bool:
        """Staff, and whoever was ever a caseworker or lawyer, also after that ended."""
        return self.is_staff or bool(self.user and self.user.worked)

    @property
    def desk_ids(self) -> tuple[int, ...]:
        """The organisations at whose desk this person may sit: for who is let in there."""
        return () if self.user is not None and not self.user.is_staff else self.organisation_ids

    def part_of(self, organisation_id: int | None) -> Part | None:
        """What of a desk this person sees; None for all of it."""
        return next((one for one in self.parts if one.organisation == organisation_id), None)

    def sits_at(
        self, organisation_id: int | None, *, channel: str, kind: Callable[[], str], case_id: UUID
    ) -> bool:
        """Whether a case of this channel and kind lies on a desk of this person, as the querysets say of many. The kind is
        asked for only where it matters."""
        if organisation_id not in self.desk_ids or case_id in self.recused:
            return False
        part = self.part_of(organisation_id)
        return part is None or part.holds(channel, kind())

    def masked(self, organisation_id: int | None, filing_id: UUID) -> bool:
        """Whether the complainant of a filing is shown to this person as a number alone."""
        return organisation_id in self.masks and filing_id not in self.unmasked

    @property
    def sees_all(self) -> bool:
        """Whether this person sees whatever lies at their desks."""
        return not self.parts and not self.recused

    @classmethod
    def of(cls, request: Any) -> "Actor":
        """The actor behind a request; computed once a request."""
        known = getattr(request, "_anning_actor", None) or _by_key(request)
        if known is None:
            session = getattr(request, "session", None)
            codes = tuple(session.get(SESSION_CODES, ())) if session is not None else ()
            user = request.user if request.user.is_authenticated else None
            known = cls.of_user(user, codes=codes)
            request._anning_actor = known
        return known

    @classmethod
    def of_user(cls, user: "User | None", *, codes: Iterable[str] = ()) -> "Actor":
        if user is None:
            return cls(codes=tuple(codes))
        rows = user.memberships_today()
        at_work = [one for one in rows if one.works_cases]
        return cls(
            user=user,
            organisation_ids=tuple(one.organisation_id for one in at_work),
            codes=tuple(codes),
            parts=tuple(part for one in at_work if (part := one.part) is not None),
            recused=frozenset(pk for one in rows for pk in one.recused),  # type: ignore[attr-defined]
            reads_only=frozenset(one.organisation_id for one in at_work if one.reads_only),
            takes_complaints=frozenset(
                one.organisation_id for one in at_work if one.takes_complaints and not one.reads_only
            ),
            exports_lists=frozenset(one.organisation_id for one in at_work if one.exports_lists),
            leads=frozenset(one.organisation_id for one in at_work if one.role == one.Role.SUPERVISOR),
            masks=frozenset(one.organisation_id for one in at_work if one.closed_identity),  # type: ignore[attr-defined]
            unmasked=frozenset(pk for one in rows for pk in one.unmasked),  # type: ignore[attr-defined]
            audits=tuple(one.organisation_id for one in rows if one.role == one.Role.AUDITOR),
            administers=tuple(one.organisation_id for one in rows if one.role == one.Role.ADMINISTRATOR),
        )

    @classmethod
    def system(cls, machine: str) -> "Actor":
        return cls(machine=machine)


def _by_key(request: Any) -> Actor | None:
    """The actor of a call that came with an organisation's key, and nobody's account."""
    key: Any = getattr(request, "auth", None)
    if not hasattr(key, "scopes"):
        return None
    return Actor(organisation_ids=(key.organisation_id,), key=key.pk)
