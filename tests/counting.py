"""How many SQL statements an act costs, kept in ``query_counts.json``: a change shows as a diff, in both directions.

Transactions are part of the price: BEGIN and COMMIT are counted, which inside a test are SAVEPOINT and RELEASE.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("query_counts.json")
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def known_counts() -> dict[str, int]:
    counts: dict[str, int] = json.loads(FILE.read_text())
    return counts


Counting = Callable[[str], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def counted() -> Counting:
    """``with counted("name"):`` runs what stands in it and compares the count with the file."""

    @contextmanager
    def count(name: str) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as queries:
            yield queries
        assert {name: len(queries)} == {name: known_counts().get(name)}, said(queries)

    return count


def said(queries: CaptureQueriesContext) -> str:
    return "\n".join(query["sql"][:200] for query in queries)


def without_transactions(queries: CaptureQueriesContext) -> int:
    return sum(not query["sql"].startswith(TRANSACTION) for query in queries)
