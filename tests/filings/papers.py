"""The papers of frozen content by the way that it goes."""

from typing import Any

from documents import filed
from documents.press import Document
from filings.ways.table import part_of


def by_hand(content: Any) -> bool:
    return bool(content["way"]) and part_of(content["way"]).printed


def documents_of(content: Any, entry: Any) -> list[tuple[str, Document]]:
    return filed.papers_of(content, entry, by_hand=by_hand(content))


def words_of(content: Any, entry: Any) -> str:
    return [*filed.words_in_turn(content, entry, by_hand=by_hand(content))][-1]
