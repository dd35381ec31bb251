"""P26: the pages of the desk, one after the other as a caseworker opens them, beside the empty view on the same server."""

import statistics
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from accounts.models import User
from complaints.models import Complaint
from filings.models import Filing, FilingQuerySet
from workbench.bench import server
from workbench.bench.server import EMPTY_REQUEST, Request
from workbench.seed import CASEWORKER, material

QUEUE = "/admin/filings/filing/"
EMPTY = "empty view"
MOST_CASES = 40  # different cases that are opened
MOST_OWNERS = 20  # different accounts that open their own
PAGE = 50  # rows
Say = Callable[[str], None]
Pages = dict[str, list[str]]
Visits = dict[str, list[tuple[Client, str]]]


def measure(*, port: int, requests: int, rounds: int, say: Say) -> dict[str, Any]:
    """Median and p95 of each page in milliseconds, how many times an empty view's median that is, and its statements."""
    caseworker = User.objects.get(username=CASEWORKER)
    pages = _visits([caseworker], desk_pages) | _visits(_owners(), own_pages)
    told: dict[str, Any] = {"requests": requests, "rounds": rounds}
    statements = {name: _count(*visits[0]) for name, visits in pages.items()}
    times: dict[str, list[list[float]]] = {name: [] for name in (EMPTY, *pages)}
    for place in range(rounds + 1):
        say(f"desk: round {place} of {rounds}" if place else "desk: warming up")
        for name, run in _round(port, pages, requests if place else min(requests, MOST_OWNERS)):
            if place:
                times[name].append(run)
    floor = statistics.median(statistics.median(run) for run in times[EMPTY])
    for name, runs in times.items():
        median = statistics.median(statistics.median(run) for run in runs)
        told[name] = {
            "median_ms": round(median, 2),
            "p95_ms": round(statistics.median(server.percentile(run, 95) for run in runs), 2),
            "times_empty": round(median / floor, 1),
            "statements": statements.get(name, 0),
        }
    return told


def _owners() -> list[User]:
    """Accounts with a case that was sent: of one alone, by chance, another has twice the messages and the entries."""
    owners = User.objects.filter(complaints__filings__isnull=False).distinct()
    return list(owners.order_by("pk")[:MOST_OWNERS])


def _visits(readers: Iterable[User], pages_of: Callable[[User], Pages]) -> Visits:
    """Who opens what, by page: of several readers in turn."""
    visits: Visits = {}
    for reader in readers:
        client = signed_in(reader)
        for name, paths in pages_of(reader).items():
            visits.setdefault(name, []).extend((client, path) for path in paths)
    return visits


def _round(port: int, pages: Visits, requests: int) -> Iterator[tuple[str, list[float]]]:
    yield EMPTY, server.send(port, [EMPTY_REQUEST] * requests, parallel=1).times
    for name, visits in pages.items():
        asked = [
            Request(path, headers={"Cookie": f"sessionid={client.cookies['sessionid'].value}"})
            for client, path in islice(cycle(visits), requests)
        ]
        yield name, server.send(port, asked, parallel=1).times


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _count(client: Client, path: str) -> int:
    """The SQL statements of a page in this process, on its second visit."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            response = client.get(path, headers={"host": "127.0.0.1"})
    assert response.status_code == 200, (path, response.status_code)  # noqa: S101  (what is measured must be the page)
    return len(made)


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def desk_pages(caseworker: User) -> Pages:
    desk = Filing.objects.filter(organisation_id__in=caseworker.organisation_ids(), sent_at__isnull=False)
    # Those with a whole assessment: the heaviest pages there are.
    whole = desk.filter(assessment__result__grounds__2__isnull=False).select_related("complaint")
    cases = list(whole.order_by("-sent_at").prefetch_related("complaint__parties")[:MOST_CASES])
    numbers = [one.complaint.number for one in cases]
    phones = [one.complaint.complainant.phone for one in cases if one.channel != "12321"]
    return {
        "queue": [QUEUE],
        "queue, by kind": _asked({"kind": "fake_collection"}),
        "queue, by state": _asked({"state": "acknowledged"}),
        "queue, overdue": _asked({"due": "late"}),
        "queue, rare situation": _asked({"situation": "sim_swap", "state": "all"}),
        "queue, second page": _asked({"after": _second_of_open(desk.open())}),
        "queue, last page": _asked({"after": _last_of_open(desk.open())}),
        "all, last page": _asked({"state": "all", "after": _last_of_all(desk)}),
        "search, frequent word": _asked({"q": material.COMMON}),
        "search, rare word": _asked({"q": material.RARE}),
        "search, number": _asked(*({"q": number} for number in numbers)),
        "search, telephone": _asked(*({"q": phone} for phone in phones)),
        "case page": [f"{QUEUE}{one.pk}/change/" for one in cases],
        "first page of the desk": ["/admin/"],
    }


def _asked(*queries: dict[str, str]) -> list[str]:
    return [f"{QUEUE}?{urlencode(query)}" for query in queries]


def _second_of_open(queue: FilingQuerySet) -> str:
    """Where the second page of open work begins, as ``filings.desk.paging`` writes it."""
    dated = queue.filter(nearest_on__isnull=False).order_by("nearest_on", "-sent_at", "-id")
    end = dated[min(PAGE, dated.count()) - 1]
    return f"{end.nearest_on:%Y-%m-%d}~{_moment(end)}"


def _last_of_open(queue: FilingQuerySet) -> str:
    """Where the last page of open work begins, among what has no day."""
    undated = queue.filter(nearest_on__isnull=True).order_by("-sent_at", "-id")
    return f"none~{_moment(undated[max(0, undated.count() - PAGE)])}"


def _last_of_all(queue: FilingQuerySet) -> str:
    return _moment(queue.newest_first()[max(0, queue.count() - PAGE)])


def _moment(end: Filing) -> str:
    return f"{end.sent_at.isoformat() if end.sent_at else ''}~{end.pk}"


def own_pages(owner: User) -> Pages:
    """What a complainant with an account opens, of one case; the first visit of the law page makes its assessment."""
    sent = Complaint.objects.filter(owner=owner, filings__isnull=False).order_by("number")
    numbers = sent.values_list("number", flat=True)[:1]
    return {
        "own cases": ["/cases/"],
        "own case": [f"/cases/{number}/" for number in numbers],
        "law of own case": [f"/cases/{number}/law/" for number in numbers],
    }
