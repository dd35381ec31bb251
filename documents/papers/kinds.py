"""What a kind of paper is: when it helps, what it asks for besides the case, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.blocks import Paper
from documents.material import Recipient
from documents.papers.drawn import Drawn

# In the order in which a page lists them.
GROUPS = {
    "court": "交给法院",
    "respondent": "交给对方",
    "authority": "交给主管部门",
    "police": "交给公安机关",
    "lawyer": "律师出具",
}


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that a paper asks for. ``name`` is the party's field (``complainant.birth``, ``respondents.address``) or,
    without a dot, an answer for this paper alone (``Drawn.given``). ``choices`` are values with their words."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    long: bool = False
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``wins`` tells in a line what the paper gets, ``when`` in which case it helps: the condition that ``offered`` weighs.
    ``addressees`` are whom it can go to: one paper each. ``by_lawyer``: only a lawyer with the case writes it."""

    slug: str
    title: str
    group: str
    wins: str
    when: str
    make: Callable[[Drawn], Paper]
    offered: Callable[[Drawn], bool]
    needs: tuple[Need, ...] = ()
    by_lawyer: bool = False
    addressees: Callable[[Drawn], tuple[Recipient, ...]] = lambda drawn: (Recipient(name=drawn.court),)


def against_somebody(drawn: Drawn) -> bool:
    """Where there is nobody whom one can sue, no paper of a suit helps (民诉法 122(二))."""
    return bool(drawn.sued)
