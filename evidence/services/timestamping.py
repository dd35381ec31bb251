"""Trusted time: a row is the wish, a sweep asks the authority. It never blocks an act, and it never gives up."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.x509 import Certificate
from django.conf import settings
from django.db import transaction

from core import work
from core.digests import digest_of, named
from core.retention_and_limits import STAMP_BREAK
from evidence.models import Timestamp
from evidence.timestamps import AuthorityAway, TokenRefused, ask, check_reply, read_roots, request_for
from evidence.timestamps.local import available, is_demonstration, local_authority, roots_file

State = Timestamp.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Authority:
    """Whom to ask. ``address`` is "" for the demonstration's own, which is started for as long as it is asked."""

    address: str
    roots: Path
    policy: str
    demo: bool

    def trusted(self) -> list[Certificate]:
        """Raises OSError and ValueError when the file of trusted certificates cannot be read."""
        return read_roots((roots_file(_demo_folder()) if self.demo else self.roots).read_bytes())

    @contextmanager
    def reached(self) -> Iterator[str]:
        if not self.demo:
            yield self.address
            return
        with local_authority(_demo_folder()) as address:
            yield address


def _demo_folder() -> Path:
    return Path(settings.ANNING_HOME) / "demo-authority"


def authority() -> Authority | None:
    """The authority of the settings; on the embedded database else the demonstration's; None: nothing is stamped."""
    if settings.TIMESTAMP_URL and settings.TIMESTAMP_ROOTS:
        return Authority(
            settings.TIMESTAMP_URL, Path(settings.TIMESTAMP_ROOTS), settings.TIMESTAMP_POLICY, demo=False
        )
    if settings.TIMESTAMP_DEMO and available():
        return Authority("", _demo_folder() / "root.pem", "", demo=True)
    return None


def timestamping_configured() -> bool:
    """Whether a digest can be stamped at all; else everything stays visibly ``unstamped``."""
    return authority() is not None


def trusted_roots() -> list[Certificate]:
    """The certificates that tokens must lead to; none without an authority. Raises OSError and ValueError."""
    configured = authority()
    return configured.trusted() if configured else []


def ask_timestamp(*, digest: str, at: datetime) -> Timestamp:
    """Note that ``digest`` ("sha256:…") is to be stamped; the one row of that digest, whoever asked first.

    Part of the caller's transaction. The authority is asked by ``stamp_due`` after it, so that nothing waits for a network.
    """
    named(digest)
    Timestamp.objects.bulk_create([Timestamp(digest=digest, asked_at=at, due_at=at)], ignore_conflicts=True)
    stamp = Timestamp.objects.get(digest=digest)
    if not stamp.done:
        work.wake("evidence.tasks.sweep_timestamps")
    return stamp


def stamp_due(*, at: datetime, most: int = 20) -> int:
    """Ask for what is due, oldest first; how many were stamped. Several sweeps share the work.

    An authority that is away puts the row off, twice as long each time, at most an hour, for ever; the first that is away
    ends the sweep.
    """
    configured = authority()
    if configured is None or not Timestamp.objects.due(at).exists():
        return 0
    stamped, begun = 0, time.monotonic()
    with configured.reached() as address:
        for _turn in range(most):
            now = at + timedelta(seconds=time.monotonic() - begun)  # a lease begins when the row is claimed
            claimed = _claim(now)
            if claimed is None:
                break
            try:
                with work.renewed([claimed]):
                    stamped += _stamp(claimed, configured, address, at)
            except work.LeaseLost:
                log.info("time stamp %s was taken over", claimed.pk)
            except AuthorityAway as away:
                log.warning("the time-stamp authority is away: %s", away)
                _put_off(claimed, State.PENDING, str(away), at)
                break
    return stamped


def _claim(at: datetime) -> Timestamp | None:
    with transaction.atomic():
        due = Timestamp.objects.due(at).select_for_update(skip_locked=True).order_by("due_at", "pk")
        claimed = work.claim(due[:1], at=at)
    return claimed[0] if claimed else None


def _stamp(claimed: Timestamp, configured: Authority, address: str, at: datetime) -> bool:
    """Ask about one digest and keep a sound reply. Raises AuthorityAway."""
    nonce = secrets.randbits(63)
    try:
        roots = configured.trusted()
        reply = ask(address, request_for(claimed.digest, nonce=nonce, policy=configured.policy))
        stamp = check_reply(reply, claimed.digest, roots, nonce=nonce, policy=configured.policy)
    except TokenRefused as refused:
        log.error("the time-stamp authority's reply is no sound token: %s", refused)
        _put_off(claimed, State.FAILED, str(refused), at)
        return False
    except (OSError, ValueError) as problem:
        log.error("TIMESTAMP_ROOTS cannot be read: %s", type(problem).__name__)
        _put_off(claimed, State.FAILED, f"TIMESTAMP_ROOTS: {type(problem).__name__}", at)
        return False
    with transaction.atomic():
        work.locked(claimed).moved(
            State.DONE,
            token=reply,
            token_digest=digest_of(reply),
            authority=stamp.authority,
            root=stamp.root,
            demo=configured.demo or is_demonstration(read_roots(stamp.root.encode())[0]),
            gen_time=stamp.gen_time,
            lease_until=None,
            claim=None,
            problem="",
        ).save(update_fields=Timestamp.append_only_except)
    return True


def _put_off(claimed: Timestamp, state: str, problem: str, at: datetime) -> None:
    work.put_off(claimed, state, at=at, longest=STAMP_BREAK, problem=problem[:200])
