"""P28: assessing, and looking at every open case again after a change of law, one process on one core.

The floor of an assessment is writing its answer down as JSON: whoever asks gets at least that.
"""

import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from core.canonical import canonical, digest
from legal.corpus import Corpus, load
from legal.corpus.reader import FOLDER, read_corpus
from legal.models import Assessment
from legal.reasoning.assessment import assess
from legal.reassessing import look, open_cases
from legal.services import assess_complaint, facts_on

Say = Callable[[str], None]
BATCH = 100
AMENDED, WORDS = "statutes/广告法.yaml", "任何单位或者个人未经当事人同意或者请求"


def measure(*, cases: int, say: Say) -> dict[str, Any]:
    """Cases a second for each act; how many results a changed wording of one article changes, and how memory grows."""
    today = timezone.localdate()
    found: dict[str, Any] = {"cases": min(cases, open_cases().count())}
    say("law: assessing in memory")
    found["assess"] = _assessed(list(islice(open_cases(), cases)), today)
    say("law: assessing and keeping")
    found["assess_and_keep"] = _kept(list(islice(open_cases(), min(cases, 300))))
    say(f"law: laying down {found['cases']:,} assessments to be looked at again")
    _lay_down(cases, today)
    say("law: the same law, the same day")
    found["as_then"] = _looked(load(), today, cases)
    say("law: one article reworded")
    found["amended"] = _looked(_amended(), today, cases)
    say("law: the same law, a week later")
    found["later"] = _looked(load(), today + timedelta(days=7), cases)
    return found


def _assessed(cases: list[Complaint], today: date) -> dict[str, Any]:
    spent = floor = size = 0.0
    for case in cases:
        facts = facts_on(case, today)
        begun = time.perf_counter()
        result = assess(facts, on=today)
        middle = time.perf_counter()
        size += len(json.dumps(result, ensure_ascii=False).encode())
        spent, floor = spent + middle - begun, floor + time.perf_counter() - middle
    return {
        "per_second": round(len(cases) / spent),
        "times_floor": round(spent / floor, 1),
        "kilobytes": round(size / len(cases) / 1_000),
    }


def _kept(cases: list[Complaint]) -> dict[str, Any]:
    """With the row, the ledger and a transaction each; rolled back at the end, so that nothing is measured twice."""
    begun = time.perf_counter()
    with transaction.atomic():
        for case in cases:
            with transaction.atomic():
                assess_complaint(by=Actor.system("bench"), complaint=case)
        transaction.set_rollback(True)
    return {"per_second": round(len(cases) / (time.perf_counter() - begun))}


def _lay_down(most: int, today: date) -> None:
    """A whole assessment of today for every case, as ``assess_complaint`` leaves it, without its line in the ledger."""
    at, version = timezone.now(), load().version
    cases = open_cases().iterator(chunk_size=BATCH)
    for batch in _batches(islice(cases, most)):
        Assessment.objects.bulk_create(
            Assessment(
                complaint=case,
                made_at=at,
                made_by="system:bench",
                event_on=date.fromisoformat(case.facts["event"]["last"]),
                filing_on=today,
                corpus_version=version,
                facts_digest=digest(canonical(case.facts)),
                result=assess(facts_on(case, today), on=today),
            )
            for case in batch
        )


def _batches(cases: Iterator[Complaint]) -> Iterator[list[Complaint]]:
    while batch := list(islice(cases, BATCH)):
        yield batch


def _amended() -> Corpus:
    """The corpus with other words in one article, as a lawyer would try an amendment before it is released."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "corpus"
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        path = folder / AMENDED
        words = path.read_text(encoding="utf-8").replace(WORDS, f"除法律另有规定外，{WORDS}")
        path.write_text(words, encoding="utf-8")
        return read_corpus(folder)


def _looked(corpus: Corpus, on: date, most: int) -> dict[str, Any]:
    before = most_held = _memory()
    count = changed = 0
    begun = time.perf_counter()
    for one in look(corpus=corpus, on=on, limit=most):
        count, changed = count + 1, changed + bool(one.changed)
        if count % BATCH == 0:
            most_held = max(most_held, _memory())
    rate = count / (time.perf_counter() - begun)
    return {
        "per_second": round(rate),
        "changed": changed,
        "minutes_for_100000": round(100_000 / rate / 60, 1),
        "memory_grew_mb": round(most_held - before, 1),
    }


def _memory() -> float:
    """What this process holds, in megabytes: now, where the system tells, else the most that it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return pages * resource.getpagesize() / 2**20
