"""The words of the corpus that pages show: what a channel, a ground, a request is called and does, told to people.

What papers say (forms, pleadings, sentences of requests) and what statutes say stays as it is, and is not here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ARTICLE = re.compile(r"[^\s，。：]+:\d\S*")  # the name of an article to programs
_COUNTED = "acceptance|after_acceptance|answers|later|silent"
_SHOWN = {
    "channels/*": r"(title|plain|fields|page/.*|form/(hand_in|cautions.*|caution_for_child|acknowledgement)(/.*)?"
    r"|form/((sheet|message_sheet)/(name|hint)|compose/to|unsettled)|causes/editions/causes/.*|provisions/note"
    rf"|({_COUNTED})/(from|owed|note|accepted|doubtful|report|who)|silent/rules/from"
    r"|bars/(text|dispute|lapse|name|ended_by/text)|closed_by/text|forums/places/(title|why)|needs/(ask|otherwise)|aside/say"
    r"|notes/text|outcomes/(from|text|title)|suit/.*)",
    "grounds/*": r"(title|plain|elements/(text|wanted|why|proof|instead/text)|evidence"
    r"|relief/(text|limits|provisions/note)|(respondents/)?provisions/note|respondents/note|warnings(/text)?)",
    "capture": r"ways/(title|why|steps|limits|cost|iphone|android)",
    "relief": r"[^/]+/(text|limits|provisions/note)",
    "requests": r"kinds/[^/]+/(title|caution|note)|(hints|advice|unasked|unmet)/.*",
    "respondents": r"[^/]+/(provisions/)?note",
    "rules": r"condition_titles/.*|precedents/(court|facts|outcome|caution|title|source|year)|records/(duty|what)"
    r"|self_help/(?!basis|at).*|warnings/text",
    "statutes/*": r"level|versions/articles/note",
}


def words(root: Path) -> Iterator[tuple[str, str]]:
    """Each text with its file."""
    for pattern, shown in _SHOWN.items():
        for path in sorted(root.glob(f"legal/corpus/{pattern}.yaml")):
            where = path.relative_to(root).as_posix()
            for place, text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
                if re.fullmatch(shown, place) and _HAN.search(text) and not _ARTICLE.fullmatch(text):
                    yield where, text
    recipients = root / "filings" / "recipients.yaml"
    for row in yaml.safe_load(recipients.read_text(encoding="utf-8")):
        for text in (row["name"], str(row["contact"])):
            if _HAN.search(text):
                yield "filings/recipients.yaml", text


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text with the keys that lead to it; the rows of a list have none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}/{key}" if place else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, place)
    elif isinstance(value, str):
        yield place, value
