"""What README and docs name by its dotted name is there, so that a reader who looks for it finds it."""

import importlib
import re
from pathlib import Path

import pytest

from filings.models import WebhookCall
from legal.corpus import load
from legal.corpus.checking import counts

ROOT = Path(__file__).resolve().parent.parent
APPS = "core|accounts|complaints|evidence|legal|documents|filings|portal|workbench"
NAME = re.compile(rf"(?<![\w./])((?:{APPS})(?:\.\w+)+)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ENDINGS = ("py", "yaml", "md", "txt", "json", "csv", "css", "js", "html", "typ", "cn", "gov", "pdf", "zip")


def names(text: str) -> set[str]:
    return {name for name in NAME.findall(text) if name.rpartition(".")[2] not in ENDINGS}


def stands(name: str) -> bool:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_dotted_name_in_the_docs_is_there(page: Path) -> None:
    assert [name for name in sorted(names(page.read_text())) if not stands(name)] == []


def test_a_name_that_is_gone_is_seen() -> None:
    assert names("`filings.services.move`, see core.work.wake and legal/api.py") == {
        "filings.services.move",
        "core.work.wake",
    }
    assert stands("filings.services.move")
    assert not stands("filings.services.levitate")
    assert not stands("filings.nowhere.at_all")


def test_the_page_of_the_law_counts_what_is_on_file() -> None:
    said = {name: str(number) for name, number in counts(load()).items()}
    page = (ROOT / "docs" / "law.md").read_text()
    assert f"（{said['statutes']} 部、{said['articles']} 条）" in page
    assert f"一个渠道一个文件（{said['channels']} 个）" in page


def test_every_event_that_a_system_of_an_organisation_is_told_of_is_in_the_docs() -> None:
    told = (ROOT / "docs/api.md").read_text()
    assert [one for one in WebhookCall.Event.values if f"`{one}`" not in told] == []
