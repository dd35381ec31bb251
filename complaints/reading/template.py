"""What a message would be if it had been sent to somebody else: numbers, links, codes and names of people masked.

Two forms. ``mask`` keeps the message readable and is what may be shown of it; ``template`` keeps only what tells one text
from another and is what is compared. Both are idempotent. A mask is no promise that nothing personal is left: a name may
stand where no rule looks for one. What is shown to others is therefore also cut to the words that several people
received (``shared_words``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from complaints.reading.folding import Folded, fold
from complaints.reading.people import SURNAMES, addressee, debtor
from complaints.reading.reach import links
from complaints.reading.signature import signature

# One character each, so that a mask weighs little in a comparison; none is written by people, and folding keeps them.
NUMBER, LINK, NAME, LEFT_OUT = "⌗", "⌁", "⍟", "⋯"
_IN_WORDS = str.maketrans({NUMBER: "〔数字〕", LINK: "〔链接〕", NAME: "〔姓名〕", LEFT_OUT: "〔略〕"})
READ = 1_200  # characters of a text; its start tells it from others well enough
LONGEST = 400  # characters of a template

_TITLE = r"(?:先生|女士|小姐|太太|同学|老师|师傅)"
_MASKED = rf"{NUMBER}{LINK}{NAME}{LEFT_OUT}"
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ACCOUNT = re.compile(r"(?<=微信|[vV][xX]|[qQ][qQ])(?P<gap>号?[ :是]{0,3})[A-Za-z_-]{5,}")
_HIDDEN_NAME = re.compile(r"[㐀-鿿](?:某{1,3}|[*×]{1,3}[㐀-鿿]?)|[*×]{1,3}[㐀-鿿](?=[先女小同老])")
# A surname and what follows it up to the title; a surname that is not in the list loses at least itself.
_TITLED = re.compile(rf"(?:[{SURNAMES}][㐀-鿿]{{0,3}}|[㐀-鿿])(?={_TITLE})")
# Also where the ending is none that the reader knows: here it is enough that it looks like a link.
_LINK = re.compile(r"(?:https?:/{0,2}|www\.)[!-~]+|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/[!-~]*")
_CODE = re.compile(
    r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*(?:[.,:/ ]{1,2}[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)*"
)
_IN_CHINESE = re.compile(r"[〇零一二三四五六七八九]{7,}")
_RUN = re.compile(rf"([{_MASKED}])(?:[ *×#.,:/-]*\1)+")
_NOISE = re.compile(rf"[^\w{_MASKED}]+|_+")
_LETTERS = re.compile(r"[^\W\d_]")
SHORTEST = 6  # letters that a text must keep before it can be told from another by them


@dataclass(frozen=True)
class Likeness:
    """By what a message is compared: the signature that it bears, and its template ("" when it says too little)."""

    signature: str
    template: str


def likeness(text: str) -> Likeness:
    """Read a message for comparison: its signature in plain small letters, and the template of the rest."""
    folded = fold(text[:READ])
    signed = signature(folded)
    name = " ".join(signed[0].split()).lower()[:64] if signed else ""
    plain = template(text, folded=folded)
    return Likeness(name, plain if name or len(_LETTERS.findall(plain)) >= SHORTEST else "")


def template(text: str, *, folded: Folded | None = None) -> str:
    """What remains of a message when what differs from one recipient to the next is masked; at most ``LONGEST`` characters."""
    masked = _masked(text[:READ], folded)
    return _settled(_NOISE.sub("", masked).lower(), _bare)[:LONGEST]


def mask(text: str, *, known: Iterable[str] = ()) -> str:
    """A message that can still be read, without numbers, links, codes and names; ``known`` are words to be masked besides.

    People whom it speaks to or says owe are masked by name as the reader finds them.
    """
    text = text[:READ]
    for word in sorted({one for one in known if len(one) > 1}, key=len, reverse=True):
        text = text.replace(word, NAME)
    folded = fold(text)
    spoken_to = addressee(folded, demanding=True)
    owing = debtor(folded, spoken_to)
    for person in (spoken_to, owing):
        if person is not None:
            text = text.replace(person.name, NAME)
    return _masked(text)


def in_words(masked: str) -> str:
    """A masked text as people read it: 〔数字〕 for a number."""
    return masked.translate(_IN_WORDS)


def shared_words(text: str, others: Sequence[str], *, least: int) -> str:
    """What of a masked text stands in ``least`` texts of different people, this one counted; the rest is left out.

    Stretches of fewer than three letters that only happen to agree are left out too.
    """
    counts = [1] * len(text)
    for other in others:
        for step in LCSseq.opcodes(text, other):
            if step.tag == "equal" and step.src_end - step.src_start > 1:
                for place in range(step.src_start, step.src_end):
                    counts[place] += 1
    kept = "".join(one if count >= least else LEFT_OUT for one, count in zip(text, counts, strict=True))
    kept = re.sub(
        rf"[^{LEFT_OUT}]+",
        lambda run: run[0] if len(run[0]) > 2 or len(run[0]) == len(text) else LEFT_OUT * len(run[0]),
        kept,
    )
    return re.sub(rf"{LEFT_OUT}+", LEFT_OUT, kept)


def _masked(text: str, folded: Folded | None = None) -> str:
    """Once over the text, and again until nothing is left to mask: what stood around a mask may be one itself."""
    folded = folded or fold(text)
    while len(folded.text) < len(text):  # a sign that could not be seen hid what is read once it is gone
        text = folded.text
        folded = fold(text)
    return _settled(_without_links(folded), _once)


def _settled(text: str, again: Callable[[str], str]) -> str:
    for _round in range(6):
        before, text = text, again(text)
        if text == before:
            break
    return text


def _without_links(folded: Folded) -> str:
    text = folded.text
    for link in reversed(links(folded)):
        start, end = link.place
        text = text[:start] + LINK + text[end:]
    return text


def _once(text: str) -> str:
    text = _LINK.sub(LINK, _ADDRESS.sub(LINK, text))
    text = _ACCOUNT.sub(lambda found: found["gap"] + NUMBER, text)
    text = _HIDDEN_NAME.sub(NAME, text)
    text = _TITLED.sub(NAME, text)
    text = _IN_CHINESE.sub(NUMBER, _CODE.sub(NUMBER, text))
    return _RUN.sub(r"\1", text)


def _bare(text: str) -> str:
    return _RUN.sub(r"\1", _NOISE.sub("", text).lower())
