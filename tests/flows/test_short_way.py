"""The way from the front page to the receipt on a phone: how many pages, questions and screens, held as a table.

At most 7 pages; at most 20 questions for a pasted message or a told story, one more where the message leaves the kind
open. A question is one control that is open: a group of radios or boxes is one, what is folded or a link is none.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import pytest

from complaints.models import Complaint
from tests.flows.test_screenshot import read_by_the_workers
from tests.flows.watching import overhang, violations, watch
from tests.flows.ways import ACCOUNTS, WAYS, walk

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = Path(__file__).with_name("short_way.csv")
PHONE = {"width": 390, "height": 844}


def rows() -> dict[tuple[str, str], list[str]]:
    with TABLE.open(encoding="utf-8") as file:
        _head, *told = csv.reader(file)
    return {(kind, way): rest for kind, way, *rest in told}


def test_the_table_keeps_what_was_promised() -> None:
    assert set(rows()) == {(kind, way) for kind in ACCOUNTS for way in WAYS}
    for (kind, way), (pages, controls, _screens) in rows().items():
        assert int(pages) <= 7
        doubt = way == "paste" and ACCOUNTS[kind].doubted
        assert way == "screenshot" or int(controls) <= 20 + doubt, (kind, way)


@pytest.mark.usefixtures("store", "keys")
@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("kind", ACCOUNTS)
def test_three_ways_to_the_receipt(live_server: Any, browser: Any, kind: str, scripted: bool) -> None:
    told, differs = [], []
    # A page that is the same whichever way one came is looked at once; what was understood is another each time.
    looked: set[str] = set()
    for way in WAYS:
        context = browser.new_context(java_script_enabled=scripted, locale="zh-CN", viewport=PHONE)
        page = context.new_page()
        watched = watch(page) if scripted else None
        wrong: dict[str, Any] = {}

        def kept(open_page: Any, name: str, wrong: dict[str, Any] = wrong) -> None:
            if scripted and name not in looked and (found := violations(open_page)):
                wrong[name] = found
            looked.update({name} - {"understood"})
            if scripted and (wide := overhang(open_page)) > 0:
                wrong[f"{name}: width"] = wide

        walked = walk(page, live_server.url, kind, way, read=read_by_the_workers, kept=kept)
        pages, controls, screens = rows()[kind, way]
        told.append(f"{kind},{way},{walked.line()}  {list(zip(walked.pages, walked.controls, strict=True))}")
        assert wrong == {}
        if (len(walked.pages), sum(walked.controls)) != (int(pages), int(controls)):
            differs.append(told[-1])
        if sum(walked.screens) > float(screens) + 1:
            differs.append(told[-1])
        assert watched is None or watched.quiet()
        context.close()
    sys.stdout.write("\n".join(told) + "\n")
    assert differs == []
    assert Complaint.objects.filter(kind=kind).count() == len(WAYS)
    for complaint in Complaint.objects.all():
        assert set(ACCOUNTS[kind].situations) <= set(complaint.situations)
        assert complaint.facts["wishes"] == ["stop"]
