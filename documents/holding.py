"""Whether what a case says bears out a condition of the corpus."""

from __future__ import annotations

from complaints.reading.once import told_once
from legal.corpus import load
from legal.reasoning.conditions import Asked, Stated, Tree, evaluate


def bears_out(facts: Stated, tree: Tree) -> bool:
    """A condition that is not known to be so is not told."""
    return evaluate(tree, facts, _conditions(facts)).value is True


@told_once
def _conditions(facts: Stated) -> Asked:
    """The named conditions, each weighed once for these facts."""
    return Asked(load().conditions)
