"""Work that the demonstration does itself, unless a worker of a portal that runs beside it is faster."""

import time
from collections.abc import Callable

PATIENCE = 120.0  # seconds


class DemoFailed(Exception):
    """The demonstration could not be carried through; the message says where."""


def until(done: Callable[[], bool], act: Callable[[], object], failed: str) -> None:
    """Do a worker's part until it is done, by whomever. Raise DemoFailed with ``failed`` when it does not come to that."""
    begun = time.monotonic()
    while not done():
        if not act() and not done():
            if time.monotonic() - begun > PATIENCE:
                raise DemoFailed(failed)
            time.sleep(0.2)
