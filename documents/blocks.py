"""What a paper says, block by block, before it is set as PDF or DOCX: one shape for what is generated and what is edited.

A generated sentence names what it rests on; an edited one rests on whoever wrote it. Plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

BLANK = "＿＿＿＿"
# What a block without a heading is called.
CALLED = {
    "opening": "开头",
    "parties": "当事人",
    "cause": "案由",
    "requests": "请求",
    "facts": "事实",
    "messages": "收到的信息",
    "reasons": "理由",
    "basis": "请求的依据",
    "evidence": "证据",
    "closing": "结尾",
    "tally": "联系记录汇总",
}
ADDED = "加的一段"  # a block that somebody added without a heading


# Before the slug of a request, as what its sentence rests on.
TICKED = "ticked:"
# How somebody was deceived, as they wrote it for a request.
FRAUD = "fraud"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """``rests`` are dotted names of facts (``debt.told_them_on``) or fields (``messages``), a tick (``ticked:refund``),
    ``fraud``, or ``form`` for the words of the form itself, ``law`` for what an article says; never empty for a generated
    sentence."""

    text: str
    rests: tuple[str, ...] = ()


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """``rows`` are label and value, an empty value a line to fill in; they stand before the paragraphs. ``fixed`` is what
    nobody edits (messages as received); ``annexed`` stands after the signatures."""

    key: str
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    numbered: bool = False
    fixed: bool = False
    annexed: bool = False

    @property
    def text(self) -> str:
        """As somebody reads and edits it: a line per row and per paragraph."""
        return "\n".join(
            [
                *(f"{label}：{value}" for label, value in self.rows),
                *("".join(sentence.text for sentence in one) for one in self.paragraphs),
            ]
        )

    @property
    def printed(self) -> list[str]:
        """Its paragraphs as they stand on paper: the numbered ones with their numbers, each ended."""
        said = ["".join(sentence.text for sentence in one) for one in self.paragraphs]
        return numbered(said) if self.numbered else said


@dataclass(frozen=True)
class Firm:
    """What a firm prints over and under its papers: ``head`` the lines below its name (address, telephone),
    ``signature`` those above the date; a line that ends with ： has room to sign."""

    name: str
    head: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper. ``closes`` where its addressee stands at the end (此致…), as in what goes to a court or an authority;
    ``signers`` have a line to sign each; ``missing`` are the blanks that it has, by name; ``firm`` is whose letterhead it has."""

    kind: str
    title: str
    addressee: str
    on: date
    blocks: tuple[Block, ...]
    signers: tuple[str, ...] = ()
    closes: bool = False
    annexes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    firm: Firm | None = None


@dataclass(frozen=True, kw_only=True)
class Added:
    """A block that somebody put into a paper: ``after`` is the key of the generated block that it follows, "" at the
    beginning. Of several at one place the order is that of their list."""

    key: str
    heading: str
    text: str
    after: str

    @property
    def whole(self) -> str:
        """As it is read in one run: the heading, then the text."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text

    @property
    def block(self) -> Block:
        lines = lines_of(Block(key=self.key, heading=self.heading), self.text)
        return Block(
            key=self.key, heading=self.heading, paragraphs=tuple((Sentence(text=line),) for line in lines)
        )


def places_in(paper: Paper) -> list[str]:
    """Where a block can be added, from the beginning on: after which of the paper's own. What was received stays with what
    tells of it, signatures with what is declared over them, and annexes last."""
    body = [block for block in paper.blocks if not block.annexed]
    last = body[-1].key if body else ""
    followed = {one.key for one, other in pairwise(body) if other.key == "messages"}
    return ["", *(one.key for one in body if one.key not in followed and (one.key, last) != ("closing",) * 2)]


def in_place(added: Iterable[Added], before: Paper, paper: Paper) -> list[Added]:
    """Blocks that were added to a paper, in it as it is now: where what one followed is gone, it follows what stood before."""
    order = ["", *(block.key for block in before.blocks)]
    places = places_in(paper)

    def now(after: str) -> str:
        earlier = order[: order.index(after) + 1] if after in order else [""]
        return next((one for one in reversed(earlier) if one in places), "")

    return [replace(one, after=now(one.after)) for one in added]


def as_json(paper: Paper) -> dict[str, Any]:
    """The paper as it is kept; ``paper_from`` reads it."""
    return {**asdict(paper), "on": paper.on.isoformat()}


def paper_from(kept: Mapping[str, Any]) -> Paper:
    head = kept["firm"]
    plain = {name: kept[name] for name in ("kind", "title", "addressee", "closes")}
    return Paper(
        **plain,
        on=date.fromisoformat(kept["on"]),
        blocks=tuple(_block_from(row) for row in kept["blocks"]),
        signers=tuple(kept["signers"]),
        annexes=tuple(kept["annexes"]),
        missing=tuple(kept["missing"]),
        firm=Firm(head["name"], tuple(head["head"]), tuple(head["signature"])) if head else None,
    )


def _block_from(row: Mapping[str, Any]) -> Block:
    paragraphs = (
        tuple(Sentence(text=one["text"], rests=tuple(one["rests"])) for one in paragraph)
        for paragraph in row["paragraphs"]
    )
    pairs = ((label, value) for label, value in row["rows"])
    return Block(**{**row, "paragraphs": tuple(paragraphs), "rows": tuple(pairs)})


def said(text: str, *rests: str) -> Sentence:
    """A generated sentence with what it rests on."""
    return Sentence(text=text, rests=rests)


_NUMBER = re.compile(r"\s*(?:[（(]?[0-9]{1,2}[）).．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])\s*")  # fmt: skip
_ENDED = tuple("。；！？：”）…;")


def numbered(lines: list[str]) -> list[str]:
    """“1. …；2. …。”: a number before each, and an end where it has none."""
    return [
        f"{place}. {line if line.endswith(_ENDED) else line + ('。' if place == len(lines) else '；')}"
        for place, line in enumerate(lines, 1)
    ]


def lines_of(block: Block, text: str) -> list[str]:
    """The paragraphs of a text that somebody wrote for a block. The numbers of a numbered one are the paper's."""
    lines = [line.strip() for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip()]
    return [unnumbered(line) for line in lines] if block.numbered else lines


def unnumbered(line: str) -> str:
    """Without the number that somebody typed before it."""
    typed = _NUMBER.match(line)
    return line[typed.end() :] if typed and typed.end() < len(line) else line


def edited(block: Block, text: str) -> Block:
    """The block with what somebody wrote in its place. Its first lines stay rows as long as their labels are rows' labels;
    a row whose value had several lines keeps those that follow."""
    lines, rows = lines_of(block, text), list[tuple[str, str]]()
    long = {label for label, value in block.rows if "\n" in value}
    labels = sorted({label for label, _value in block.rows}, key=len, reverse=True)
    while lines:
        label = next((one for one in labels if lines[0].startswith(f"{one}：")), None)
        if label is not None:
            rows.append((label, lines[0].removeprefix(f"{label}：").strip()))
        elif rows and rows[-1][0] in long and not block.paragraphs:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{lines[0]}")
        else:
            break
        lines.pop(0)
    return replace(block, rows=tuple(rows), paragraphs=tuple((Sentence(text=line),) for line in lines))


def with_edits(paper: Paper, edits: Mapping[str, str], added: Sequence[Added] = ()) -> Paper:
    """The paper as edited: ``edits`` are texts by the key of their block. Of a block whose words were all taken out, its
    heading goes too. What was ``added`` stands where it was put."""
    written = [
        edited(block, edits[block.key]) if block.key in edits and not block.fixed else block
        for block in paper.blocks
    ]
    emptied = {block.key for block in written if not (block.rows or block.paragraphs)} & edits.keys()
    at = {place: [one.block for one in added if one.after == place] for place in {one.after for one in added}}
    standing = [*at.get("", ())]
    for block in written:
        standing += [*([block] if block.key not in emptied else []), *at.get(block.key, ())]
    return replace(paper, blocks=tuple(standing))
