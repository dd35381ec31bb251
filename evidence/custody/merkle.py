"""A hash tree (RFC 9162, 2.1) over the heads of many ledgers: one can be shown to be in it without showing another.

A leaf's hash is H(0x00 ‖ text), a node's H(0x01 ‖ left ‖ right); of n leaves the left part has the largest power of two
that is smaller than n. Pure: knows no Django. Memory grows with the logarithm of the leaves.
"""

import json
from collections.abc import Iterable
from typing import Any

from core.canonical import canonical
from core.digests import digest_of, finished, hasher, named


def leaf_text(complaint: str, sequence: int, head: str) -> str:
    """What a leaf says: the ledger of this complaint has this entry with this digest at this place."""
    return canonical({"complaint": complaint, "entry": head, "sequence": sequence})


def leaf_hash(text: str, *, like: str = "") -> str:
    return digest_of(b"\x00" + text.encode(), like=like)


def _node(left: str, right: str) -> str:
    hashed = hasher(left)
    hashed.update(b"\x01" + named(left)[1] + named(right)[1])
    return finished(hashed)


class Tree:
    """Takes the hashes of leaves one after the other; knows the root, and the path of the leaf ``wanted``."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = wanted
        self.size = 0
        self.path: list[str] = []  # complete once ``root`` was asked
        self._whole: list[
            tuple[int, str, bool]
        ] = []  # height, hash, holds the wanted leaf; higher ones first

    def add(self, leaf: str) -> None:
        part = (0, leaf, self.size == self.wanted)
        self.size += 1
        while self._whole and self._whole[-1][0] == part[0]:
            part = self._joined(self._whole.pop(), part)
        self._whole.append(part)

    def _joined(self, left: tuple[int, str, bool], right: tuple[int, str, bool]) -> tuple[int, str, bool]:
        if left[2]:
            self.path.append(right[1])
        elif right[2]:
            self.path.append(left[1])
        return left[0] + 1, _node(left[1], right[1]), left[2] or right[2]

    def root(self) -> str:
        """Closes the tree. Of no leaves it is the digest of nothing."""
        if not self._whole:
            return digest_of(b"")
        part = self._whole.pop()
        while self._whole:
            part = self._joined(self._whole.pop(), part)
        self._whole = [part]
        return part[1]


def root_from(leaf: str, position: int, size: int, path: Iterable[str]) -> str:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2). ValueError when the path cannot be of this tree."""
    if not 0 <= position < size:
        raise ValueError("there is no such leaf in the tree")
    place, last, found = position, size - 1, leaf
    for one in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place & 1 or place == last:
            found = _node(one, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, one)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return found


def check_proof(proof: Any) -> list[str]:
    """What is wrong with a proof of inclusion, by itself: leaf, path, root, head. Empty when it holds.

    That the head is the one that was published and stamped is checked by its digest: the SHA-256 of ``head`` as it stands.
    """
    try:
        head, leaf = proof["head"], proof["leaf"]
        said = _said(head)
        faults = [] if digest_of(head.encode(), like=proof["digest"]) == proof["digest"] else ["head"]
        if (proof["position"], said["leaves"]) != (int(proof["position"]), int(said["leaves"])):
            faults.append("position")
        text = leaf_text(str(leaf["complaint"]), int(leaf["sequence"]), str(leaf["entry"]))
        start = leaf_hash(text, like=said["root"])
        if root_from(start, proof["position"], said["leaves"], proof["path"]) != said["root"]:
            faults.append("path")
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        return [f"unreadable: {type(problem).__name__}"]
    return faults


def _said(head: str) -> dict[str, Any]:
    said = json.loads(head)
    if not isinstance(said, dict) or canonical(said) != head:
        raise ValueError("not a canonical head")
    return said
