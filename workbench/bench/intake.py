"""P25: filing a complaint through HTTP, eight at once, beside the empty view and beside bare inserts of the same rows."""

import json
import statistics
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.authtoken.models import Token

from accounts.actors import SESSION_CODES, code_digest
from accounts.models import User
from complaints.models import Complaint, Draft
from complaints.services import new_code
from core.retention_and_limits import DRAFT_LIFE
from workbench.bench import floor, server
from workbench.bench.server import EMPTY_REQUEST, Request

PARALLEL = 8
CODES_A_SESSION = 40  # a session remembers fifty
STORY = (
    "我从来没有在这家店买过东西，却天天收到它的广告短信。上周我按短信里写的回复退订，第二天又收到三条，之后每天都有。"
    "最多的一天收到二十多条，已经影响到我上班和休息。"
)
MESSAGE = "【示例优选】双十一全场五折，满300减40，点 t.example/a 领券，退订回T"
SENDER = "10690000123456"
Say = Callable[[str], None]


def measure(*, port: int, requests: int, rounds: int, say: Say) -> dict[str, Any]:
    """Answers a second and statements, as medians over rounds that take turns; each ratio within its round."""
    user, _ = User.objects.get_or_create(username="bench-caller", email="bench-caller@demo.invalid")
    token = Token.objects.get_or_create(user=user)[0].key
    counts = {"api": _count(lambda: _file_here(token)), "web": _count(*_review_here())}
    rows = floor.rows_of(Complaint.objects.filter(owner=user).latest("filed_at"))
    counts["raw"] = floor.statements(rows)
    rates: dict[str, list[float]] = {name: [] for name in ("empty", "raw", "api", "web")}
    slowest: dict[str, list[float]] = {"api": [], "web": []}
    year = timezone.localdate().year
    warm = min(requests, 50)
    server.send(port, [EMPTY_REQUEST] * warm, parallel=PARALLEL)
    server.send(port, _api(token, warm), parallel=PARALLEL, expect=201)
    server.send(port, _web(warm), parallel=PARALLEL, expect=302)
    for place in range(1, rounds + 1):
        say(f"intake: round {place} of {rounds}")
        rates["empty"].append(server.send(port, [EMPTY_REQUEST] * (2 * requests), parallel=PARALLEL).rate)
        rates["raw"].append(_raw(rows, year, requests))
        for name, filed, expect in (("api", _api(token, requests), 201), ("web", _web(requests), 302)):
            run = server.send(port, filed, parallel=PARALLEL, expect=expect)
            rates[name].append(run.rate)
            slowest[name].append(run.p95)
    return _told(rates, slowest, counts, requests, rounds)


def _raw(rows: list[floor.Insert], year: int, times: int) -> float:
    before = Complaint.objects.count()
    rate = floor.insert(rows, year=year, times=times, parallel=PARALLEL)
    inserted = Complaint.objects.count() - before
    if inserted != times:
        raise CommandError(f"{inserted} intakes stand in the database after {times} were inserted")
    return rate


def _told(
    rates: dict[str, list[float]],
    slowest: dict[str, list[float]],
    counts: dict[str, int],
    requests: int,
    rounds: int,
) -> dict[str, Any]:
    def ratio(over: str, under: str) -> float:
        pairs = zip(rates[over], rates[under], strict=True)
        return round(statistics.median(one / other for one, other in pairs), 1)

    told: dict[str, Any] = {"parallel": PARALLEL, "requests": requests, "rounds": rounds}
    for name, found in rates.items():
        told[name] = {
            "per_second": round(statistics.median(found), 1),
            "rounds": [round(one, 1) for one in found],
        }
    for name, found in slowest.items():
        told[name] |= {"p95_ms": round(statistics.median(found), 1)}
        told[name] |= {"empty_over_it": ratio("empty", name), "raw_over_it": ratio("raw", name)}
    for name, count in counts.items():
        told[name]["statements"] = count
    return told


def _count(act: Callable[[], Any]) -> int:
    """The SQL statements of an act in this process, BEGIN and COMMIT among them. Once before, so that nothing is new."""
    with CaptureQueriesContext(connection) as made:
        act()
    return len(made)


# ── Through the API ───────────────────────────────────────────────────────────────────────────────────────────────────
def _body() -> dict[str, Any]:
    day = timezone.localdate().replace(day=1).isoformat()
    return {
        "kind": "harassment",
        "situations": ["optout_ignored", "no_consent"],
        "story": STORY,
        "facts": {
            "event": {"first": day, "last": day},
            "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
            "contacts": {"channels": ["sms"], "count": 23, "after_refusal": 14},
            "content": {"commercial": True, "opt_out_offered": True, "opt_out_works": False},
            "refusal": {"made": True, "on": day, "ways": ["sms_reply"]},
        },
        "complainant": {
            "name": "王小宁",
            "phone": "13900001234",
            "region": "310113",
            "address": "示例路 1 号",
        },
        "respondents": [{"role": "content_provider", "name": "示例优选商城有限公司"}],
        "contacts": [{"channel": "sms", "sender": SENDER, "text": MESSAGE, "received_on": day}],
    }


def _api(token: str, count: int) -> list[Request]:
    body = json.dumps(_body(), ensure_ascii=False)
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    return [Request("/api/v1/complaints/", "POST", headers, body)] * count


def _file_here(token: str) -> None:
    response = Client().post(
        "/api/v1/complaints/",
        _body(),
        content_type="application/json",
        headers={"authorization": f"Token {token}", "host": "127.0.0.1"},
    )
    assert response.status_code == 201, response.content  # noqa: S101  (a benchmark of refusals would be none)


# ── Through the pages: the last step, on drafts that are ready ────────────────────────────────────────────────────────
def _answers() -> dict[str, Any]:
    day = timezone.localdate().replace(day=1).isoformat()
    return {
        "kind": {"kind": "harassment"},
        "story": {"story": STORY},
        "message": {"text": MESSAGE, "sender": SENDER, "channel": "sms", "received_on": day},
        "reading": {
            "category": "marketing",
            "signature": "示例优选",
            "received_on": day,
            "claims_debt": "no",
        },
        "situations": {"situations": ["optout_ignored", "no_consent"]},
        "event": {"first": day, "last": day},
        "refusal": {"refusal__made": "yes", "refusal__on": day, "refusal__ways": ["sms_reply"]},
        "respondents": {"rows": [{"name": "示例优选商城有限公司", "role": "content_provider"}]},
        "you": {"name": "王小宁", "phone": "13900001234", "region": "310000", "address": "示例路 1 号"},
    }


def drafts(count: int) -> list[Draft]:
    at, answers = timezone.now(), json.dumps(_answers(), ensure_ascii=False)
    codes = [new_code() for _ in range(count)]
    return Draft.objects.bulk_create(
        [
            Draft(
                id=uuid.uuid4(),
                code_digest=code_digest(code),
                code=code,
                answers=answers,
                created_at=at,
                changed_at=at,
                expires_at=at + DRAFT_LIFE,
            )
            for code in codes
        ]
    )


def holding(held: list[Draft]) -> Client:
    """A visitor whose session holds the codes of these drafts."""
    client = Client()
    session = client.session
    session[SESSION_CODES] = [draft.code_digest for draft in held]
    session.save()
    return client


def _web(count: int) -> list[Request]:
    ready, secret = drafts(count), "b" * 32
    requests = []
    for begin in range(0, count, CODES_A_SESSION):
        held = ready[begin : begin + CODES_A_SESSION]
        cookies = f"sessionid={holding(held).cookies['sessionid'].value}; csrftoken={secret}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": secret})
        requests += [Request(f"/drafts/{one.pk}/review/", "POST", headers, body) for one in held]
    # Visitors take turns: eight filings at once are those of eight people, not of one.
    return [one for place in range(CODES_A_SESSION) for one in requests[place::CODES_A_SESSION]]


def _review_here() -> tuple[Callable[[], Any]]:
    ready = drafts(1)
    client = holding(ready)

    def file() -> None:
        response = client.post(f"/drafts/{ready[0].pk}/review/", headers={"host": "127.0.0.1"})
        assert response.status_code == 302, response.content  # noqa: S101

    return (file,)
