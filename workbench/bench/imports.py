"""P27: a phone's backup of so many messages, read, grouped and kept, by one worker.

Floors of the same run: the entries of the file as the confined reader gives them, unread; writing as many rows of the same
contacts and nothing else.
"""

import io
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from django.core.management import CommandError
from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from evidence import services
from evidence.importers.entry import Entry
from evidence.importers.reading import read_confined
from evidence.models import Import

Say = Callable[[str], None]
SMALL = 10  # a tenth as many messages, for how memory grows
_BEGIN = datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
_WORDS = (
    "【示例商家{who}】双十一全场五折起，满200减60，点击 dwz.cn/{n:x} 抢购，拒收请回复R",
    "【示例贷{who}】您有{n}元额度待领取，利率低至3.6%，点击 t.cn/{n:x} 领取，退订回T",
    "【示例资产{who}】您的欠款{n}元已严重逾期，请今日18点前还清，否则将上门处理。",
    "【示例银行】您的验证码是{n:06}，5分钟内有效，请勿泄露给他人。",
    "【示例快递】您的包裹已到站，取件码{n}，请于今日20点前领取。",
    "晚上一起吃饭吗？我{n}分钟以后到",
)


def measure(*, messages: int, say: Say) -> dict[str, Any]:
    """Messages a second for each pass and floor, and how memory grows with ten times as many; rolled back at the end."""
    case = Complaint.objects.order_by("pk").first()
    if case is None:
        raise RuntimeError("no complaint was seeded")
    found: dict[str, Any] = {"messages": messages}
    with transaction.atomic():
        say(f"import: {messages // SMALL:,} messages, for how memory grows")
        small = _imported(case, messages // SMALL)
        say(f"import: {messages:,} messages")
        whole = _imported(case, messages)
        say("import: as many bare rows")
        found["bare_rows"] = _bare(case, messages)
        say(f"import: {messages // SMALL:,} messages of which no two are alike")
        found["different"] = _read_alone(case, messages // SMALL)
        transaction.set_rollback(True)
    found |= whole
    found["read_over_floor"] = round(whole["entries"] / whole["read"], 1)
    found["keep_over_floor"] = round(found["bare_rows"] / whole["keep"], 1)
    found["more_megabytes_than_for_a_tenth"] = round(whole["megabytes"] - small["megabytes"], 1)
    return found


def _read_alone(case: Complaint, messages: int) -> dict[str, float]:
    """The first pass over messages that differ in more than their numbers."""
    by = Actor.system("bench")
    with NamedTemporaryFile(suffix=".xml") as file:
        _write(cast(BinaryIO, file), messages, different=True)
        file.seek(0)
        imported = services.receive_backup(
            by=by, complaint_id=case.pk, stream=cast(BinaryIO, file), filename="different.xml"
        )
    return _pass(by, imported, messages, Import.State.CHOOSING)


def _imported(case: Complaint, messages: int) -> dict[str, Any]:
    by = Actor.system("bench")
    with NamedTemporaryFile(suffix=".xml") as file:
        _write(cast(BinaryIO, file), messages)
        begun = time.perf_counter()
        with Path(file.name).open("rb") as lines:
            for _line in lines:
                pass
        found: dict[str, Any] = {"lines": round(messages / (time.perf_counter() - begun))}
        begun = time.perf_counter()
        entries = sum(
            isinstance(one, Entry) for one in read_confined(cast(BinaryIO, file), filename="sms.xml")
        )
        found["entries"] = round(entries / (time.perf_counter() - begun))
        file.seek(0)
        imported = services.receive_backup(by=by, complaint_id=case.pk, stream=file, filename="sms.xml")
        found["file_megabytes"] = round(imported.exhibit.size / 1e6, 1)
    with _peak() as peak:
        read = _pass(by, imported, messages, Import.State.CHOOSING)
        found["read"], found["read_per_processor_second"] = read["rate"], read["per_processor_second"]
        imported = Import.objects.select_related("exhibit__sealed").get(pk=imported.pk)
        groups = range(len(services.groups_of(imported)))
        found["groups"] = len(groups)
        services.tick(by=by, imported=imported, shown=groups, chosen=groups)
        services.choose(by=by, imported=imported)
        found["keep"] = _pass(by, imported, messages, Import.State.KEPT)["rate"]
    imported = Import.objects.get(pk=imported.pk)
    found["kept"], found["repeated"], found["megabytes"] = imported.kept, imported.repeated, peak[0]
    found["reader_megabytes"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)
    return found


def _pass(by: Actor, imported: Import, messages: int, state: str) -> dict[str, float]:
    """Messages a second, and a second of the worker's own processor time (on a machine that others use, the fairer one).
    A pass that puts itself off, or gives up, raises nothing: how it ended is looked at."""
    begun, worked = time.perf_counter(), time.process_time()
    services.carry_imports(by=by, import_id=imported.pk)
    rate: dict[str, float] = {
        "rate": round(messages / (time.perf_counter() - begun)),
        "per_processor_second": round(messages / (time.process_time() - worked)),
    }
    ended = Import.objects.get(pk=imported.pk)
    if (ended.state, ended.read) != (state, messages):
        raise CommandError(
            f"the import read {ended.read} of {messages} messages and is {ended.state}, not {state}"
        )
    return rate


def _bare(case: Complaint, messages: int) -> int:
    """The rows that the import wrote, written once more under another name."""
    rows = list(Contact.objects.filter(complaint=case, exhibit_id__isnull=False)[:messages])
    for row in rows:
        row.pk = row.fingerprint = row.exhibit_id = None
    begun = time.perf_counter()
    for place in range(0, len(rows), 1_000):
        Contact.objects.bulk_create(rows[place : place + 1_000])
    return round(len(rows) / (time.perf_counter() - begun))


@contextmanager
def _peak() -> Iterator[list[float]]:
    """The most memory that the process held inside, in megabytes."""
    Path("/proc/self/clear_refs").write_text("5")
    found: list[float] = []
    yield found
    status = Path("/proc/self/status").read_text()
    found.append(int(status.partition("VmHWM:")[2].split()[0]) / 1000)


def _write(file: BinaryIO, messages: int, *, different: bool = False) -> None:
    """An invented phone of some years: 40 companies on numbers of their own, a bank, a courier, friends; some refusals.
    ``different``: each text with a few words of its own, so that what is learned of one serves no other."""
    random = Random(27)  # noqa: S311  (invented messages, the same every time)
    text = io.TextIOWrapper(file, encoding="utf-8", write_through=False)
    text.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{messages}\">\n")
    for place in range(messages):
        who, n = random.randrange(40), random.randrange(100_000)
        kind = random.randrange(len(_WORDS))
        number = f"1390000{who:04}" if kind == 5 else f"10690{kind}{who:05}"
        refusal = kind < 2 and random.random() < 0.002
        words, box = ("TD", 2) if refusal else (_WORDS[kind].format(who=who, n=n), 1)
        if different and box == 1:
            words += "".join(chr(0x4E00 + random.randrange(2_000)) for _character in range(6))
        at = _BEGIN + timedelta(minutes=7 * place)
        text.write(
            f'  <sms protocol="0" address="{number}" date="{int(at.timestamp() * 1000)}" type="{box}" subject="null"'
            f' body="{escape(words)}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" />\n'
        )
    text.write("</smses>\n")
    text.flush()
    text.detach()
