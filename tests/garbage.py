"""The collector of garbage is kept out of what stays to the end: each process of a run holds every test, and all that they
import. It need not look through half a million such things again and again while tests make theirs.
"""

import gc
from collections.abc import Iterator

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()
