"""What a paper says, block by block, before it is set as PDF or DOCX: one shape for what is generated and what is edited.

A generated sentence names what it rests on; an edited one rests on whoever wrote it. Plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# In this order in every paper; a paper has those that it needs.
KEYS = ("parties", "requests", "facts", "reasons", "evidence", "closing")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """``rests`` are dotted names of facts (``debt.told_them_on``) or fields (``messages``), or ``form`` for the words of the
    form itself, ``law`` for what an article says; never empty for a generated sentence."""

    text: str
    rests: tuple[str, ...] = ()


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """``rows`` are label and value, an empty value a line to fill in; they stand before the paragraphs."""

    key: str
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    numbered: bool = False

    @property
    def text(self) -> str:
        """As somebody reads and edits it: a line per row and per paragraph."""
        return "\n".join(
            [
                *(f"{label}：{value}" for label, value in self.rows),
                *("".join(sentence.text for sentence in one) for one in self.paragraphs),
            ]
        )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper. ``closes`` where its addressee stands at the end (此致…), as in what goes to a court or an authority;
    ``signers`` have a line to sign each; ``missing`` are the blanks that it has, by name."""

    kind: str
    title: str
    addressee: str
    on: date
    blocks: tuple[Block, ...]
    signers: tuple[str, ...] = ()
    closes: bool = False
    annexes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def said(text: str, *rests: str) -> Sentence:
    """A generated sentence with what it rests on."""
    return Sentence(text=text, rests=rests)
