"""Who acts: every service and every read is told, and the ledger writes it down."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User

SESSION_CODES = "case_codes"
BY_KEY = "key:"  # before the number of a key, in what the ledger keeps of who acted


def code_digest(code: str) -> str:
    """What is stored of a draft's code: its SHA-256. The code has ≥ 80 random bits, so no salt is needed."""
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()


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
        organisations = tuple(user.organisation_ids()) if user is not None else ()
        return cls(user=user, organisation_ids=organisations, codes=tuple(codes))

    @classmethod
    def system(cls, machine: str) -> "Actor":
        return cls(machine=machine)


def _by_key(request: Any) -> Actor | None:
    """The actor of a call that came with an organisation's key, and nobody's account."""
    key: Any = getattr(request, "auth", None)
    if not hasattr(key, "scopes"):
        return None
    return Actor(organisation_ids=(key.organisation_id,), key=key.pk)
