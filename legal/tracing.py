"""Why an element is met, unmet or unknown: its condition as a tree, each part with its own value and what was said. Pure.

Read by lawyers and caseworkers. The values are those of ``conditions.evaluate``; nothing is decided a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from legal import facts as known_facts
from legal.assessment import filing_day
from legal.conditions import Tree, evaluate, lookup
from legal.corpus import Corpus, Element
from legal.planning import derive

GROUPS = {"all": "全部成立", "any": "有一项成立", "not": "不是这样", "unless": "例外（证明了才算）：不是这样"}
DERIVED = {
    "derived.asked_operator": "已经向运营商投诉过",
    "derived.licensed_lender": "对方是持牌金融机构",
    "situations": "选的情形",
}
TITLES = {  # of the conditions that corpus/conditions.yaml names
    "commercial": "内容是推销",
    "not_shown_otherwise_commercial": "没有说明内容不是推销",
    "by_text": "用短信、彩信联系",
    "by_call": "打电话联系",
    "by_message": "用短信、邮件、应用消息联系",
    "to_telephone_or_mail": "发到电话或者邮箱",
    "consumer": "是对方的消费者",
    "subscriber": "和运营商有电信服务关系",
    "not_household": "不是个人、家庭事务",
    "profiled": "按画像推送",
    "shared": "信息给过第三方",
    "refused": "拒绝过或者撤回了同意",
    "sent_after_refusal": "拒绝之后又发来",
    "online_trader": "网上经营者",
    "contract_with_operator": "和运营商有合同",
    "contract_in_dispute": "争议的一方可能是运营商",
    "severe": "精神影响严重",
    "threatened": "有威胁",
    "impersonated": "有冒充",
    "collection_case": "涉及催收",
    "contacted": "被联系过",
}
SIZES = {"gt": "大于", "gte": "不小于", "lt": "小于"}


@dataclass(frozen=True, slots=True)
class Node:
    """A condition in words with its value (True, False, or None for unknown); ``said`` is what the facts hold of it."""

    words: str
    value: bool | None
    parts: tuple["Node", ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One element: its condition, and the second one that leaves room for argument. None where only judgement settles it."""

    element: Element
    when: Node | None
    arguable: Node | None


def _label(name: str) -> str:
    return DERIVED.get(name) or known_facts.label(name)


def _spoken(name: str, value: Any) -> str:
    return known_facts.spoken(name, value)


def _roles(names: Any) -> str:
    return "、".join(known_facts.ROLES.get(name, str(name)) for name in names)


def _said(names: list[str], facts: Mapping[str, Any]) -> str:
    """What the facts hold: a value, or that nothing was said."""
    said = []
    for name in names:
        value = lookup(facts, name)
        if value is None:
            said.append(f"{_label(name)}：没有说")
        elif name == "respondents":
            said.append(f"对方：{_roles(row.get('role') or 'unknown' for row in value)}")
        else:
            said.append(f"{_label(name)}：{_spoken(name, value) or '空'}")
    return "；".join(said)


def _leaf(word: str, given: Any) -> tuple[str, list[str]]:
    """A leaf in words, and the facts that it asks for."""
    match word:
        case "eq":
            return f"{_label(given[0])}：{_spoken(given[0], given[1])}", [given[0]]
        case "in" | "contains":
            return f"{_label(given[0])}：{_spoken(given[0], list(given[1]))}之一", [given[0]]
        case "gt" | "gte" | "lt":
            return f"{_label(given[0])}{SIZES[word]}{given[1]}", [given[0]]
        case "present":
            return f"说明了“{_label(given)}”", [given]
        case "after":
            return f"“{_label(given[0])}”晚于“{_label(given[1])}”", list(given)
        case "within_days":
            return f"“{_label(given[0])}”到“{_label(given[1])}”不到{given[2]}日", list(given[:2])
        case "role":
            return f"对方里有{_roles(given)}之一", ["respondents"]
    return f"对方全是{_roles(given)}", ["respondents"]


def trace(tree: Tree, facts: Mapping[str, Any], named: Mapping[str, Tree]) -> Node:
    """A condition with the value of each of its parts. Raises ConditionError for a tree that is not in the language."""
    value = evaluate(tree, facts, named).value
    word, given = next(iter(tree.items()))
    match word:
        case "all" | "any":
            return Node(GROUPS[word], value, tuple(trace(part, facts, named) for part in given))
        case "not" | "unless":
            return Node(GROUPS[word], value, (trace(given, facts, named),))
        case "use":
            name = str(given)
            return Node(TITLES.get(name, name), value, (trace(named[name], facts, named),))
    words, asked = _leaf(word, given)
    return Node(words, value, (), _said(asked, facts))


def trace_elements(
    elements: tuple[Element, ...], facts: Mapping[str, Any], corpus: Corpus, on: date | None = None
) -> list[Trace]:
    """The elements of a ground against the facts of a case. Raises FactsError for facts that cannot be read."""
    known = derive(known_facts.read(facts), filing_day(facts, on))

    def node(tree: Tree | None) -> Node | None:
        return trace(tree, known, corpus.conditions) if tree is not None else None

    return [Trace(element, node(element.when), node(element.arguable)) for element in elements]
