"""In what relation a guardian stands to the child for whom they tell a story, where their words leave no doubt."""

from __future__ import annotations

import re

from complaints.reading.folding import fold

_CHILD = "(?:娃[娃儿]?|孩子|小孩|儿子|女儿|闺女|妹崽|[仔崽囡](?!细))"
# Of whom somebody is a parent: “我娃儿”, “我家孩子”; of a grandchild somebody is none.
_OWN_CHILD = re.compile(f"[我俺](?:们)?(?:家|屋头)?(?:的)?{_CHILD}")
_GRANDCHILD = re.compile("[我俺](?:们)?(?:家)?(?:的)?(?:外?孙|侄|外甥|弟弟|妹妹)")
# The other parent, as the one who tells it speaks of them, and what the child calls whoever does.
_OTHER = {
    "母亲": f'(?:[他她]|{_CHILD})爸|孩子[他她]爸|我(?:老公|丈夫|男人)|[“"](?:妈妈?|阿妈)(?!说|叫|让|不在|在)',
    "父亲": f'(?:[他她]|{_CHILD})妈|孩子[他她]妈|我(?:老婆|妻子|媳妇)|[“"](?:爸爸?|阿爸)(?!说|叫|让|不在|在)',
}
_OTHER_PARENT = {relation: re.compile(words) for relation, words in _OTHER.items()}


def relation_in(story: str) -> str:
    """“母亲” of who calls the child their own and speaks of its father, or is called so by it; "" where the words fit both,
    or neither."""
    text = fold(story).text
    if not _OWN_CHILD.search(text) or _GRANDCHILD.search(text):
        return ""
    fitting = [relation for relation, other in _OTHER_PARENT.items() if other.search(text)]
    return fitting[0] if len(fitting) == 1 else ""
