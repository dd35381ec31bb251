"""Why an element is met, unmet or unknown: its condition as a tree, each part with its own value and what was said. Pure.

Read by lawyers and caseworkers. The values are those of ``conditions.evaluate``; nothing is decided a second time.
"""

from dataclasses import dataclass
from typing import Any

from core.sentences import sentence
from legal.corpus import Corpus, Element
from legal.reasoning import facts as known_facts
from legal.reasoning.assessment import Matter
from legal.reasoning.conditions import Stated, Tree, evaluate, lookup

GROUPS = {
    "all": sentence("全部成立"),
    "any": sentence("有一项成立"),
    "not": sentence("不是这样"),
    "unless": sentence("例外（证明了才算）：不是这样"),
}
DERIVED = {
    "derived.asked": "以前找过谁",
    "derived.accepted": "谁已经受理",
    "derived.asked_operator": "已经向运营商投诉过",
    "derived.operator_refused": "运营商答复了，您不满意",
    "derived.licensed_lender": "对方是持牌金融机构",
    "derived.unlicensed_lender": "对方是没有金融牌照的放贷机构",
    "derived.bought_from_some": "分别说明过买过、用过哪一方的商品或服务",
    "derived.nobody": "还没有一个对方是知道姓名、名称的",
    "derived.from_abroad": "号码带境外来电的前缀",
    "derived.licensed_roles": "持牌的是",
    "derived.consumer_roles": "是谁的消费者",
    "derived.creditor_told": "向出借方投诉以后仍然在催",
    "derived.holder_told": "向绑着账号的一方投诉以后仍在继续",
    "derived.debtor_related": "对方要找的是您的亲友",
    "derived.others_paid": "损失是您垫还给别人的钱",
    "derived.says_fraud": "您选了以催收、减免为名的诈骗",
    "derived.others_paid_too": "损失里有您垫还给别人的钱",
    "derived.used_up": "花掉的是余额、礼品卡，没有转到哪个账户",
    "derived.card": "对方是信用卡的发卡机构",
    "derived.consumer_finance": "出借的是消费金融公司",
    "derived.runs_none": "主张债权的一方没有运营绑着的账号",
    "derived.insurer": "对方是保险公司、保险代理、经纪公司",
    "derived.taken": "推销的一方是从别家取得您的信息的",
    "derived.taken_alone": "只写给从别家取得您的信息的一方",
    "derived.filing_date": "提交的日期",
    "situations": "选的情形",
}
SIZES = {"gt": "{fact}大于{number}", "gte": "{fact}不小于{number}", "lt": "{fact}小于{number}"}


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
    if name.endswith("_roles"):
        return _roles(value)
    return known_facts.spoken(name, value)


def _held(name: str, value: Any, facts: Stated) -> str:
    return _roles(value) if name.endswith("_roles") else known_facts.spoken_of(facts, name, value)


def _roles(names: Any) -> str:
    return "、".join(known_facts.ROLES.get(name, str(name)) for name in names)


def _pair(name: str, said: str) -> str:
    return sentence("{fact}：{said}", fact=_label(name), said=said)


def _said(names: list[str], facts: Stated) -> str:
    """What the facts hold: a value, or that nothing was said."""
    said = []
    for name in names:
        value = lookup(facts, name)
        if value is None:
            said.append(_pair(name, sentence("没有说")))
        elif name == "respondents":
            roles = _roles(row.get("role") or "unknown" for row in value)
            said.append(sentence("对方：{roles}", roles=roles))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            said.append(_label(name))  # rows are told on the page that asks for them
        else:
            said.append(_pair(name, _held(name, value, facts) or sentence("空")))
    return "；".join(said)


def _leaf(word: str, given: Any) -> tuple[str, list[str]]:
    """A leaf in words, and the facts that it asks for."""
    match word:
        case "eq":
            return _pair(given[0], _spoken(given[0], given[1])), [given[0]]
        case "in" | "contains":
            said = _spoken(given[0], list(given[1]))
            return sentence("{fact}：{said}之一", fact=_label(given[0]), said=said), [given[0]]
        case "gt" | "gte" | "lt":
            return sentence(SIZES[word], fact=_label(given[0]), number=given[1]), [given[0]]
        case "present":
            return sentence("说明了“{fact}”", fact=_label(given)), [given]
        case "after":
            first, second = map(_label, given)
            return sentence("“{later}”晚于“{earlier}”", later=first, earlier=second), list(given)
        case "within_days":
            first, second = map(_label, given[:2])
            said = sentence("“{earlier}”到“{later}”不到{days}日", earlier=first, later=second, days=given[2])
            return said, list(given[:2])
        case "role":
            return sentence("对方里有{roles}之一", roles=_roles(given)), ["respondents"]
    return sentence("对方全是{roles}", roles=_roles(given)), ["respondents"]


def trace(tree: Tree, facts: Stated, corpus: Corpus) -> Node:
    """A condition with the value of each of its parts. Raises ConditionError for a tree that is not in the language."""
    named = corpus.conditions
    value = evaluate(tree, facts, named).value
    word, given = next(iter(tree.items()))
    match word:
        case "all" | "any":
            return Node(GROUPS[word], value, tuple(trace(part, facts, corpus) for part in given))
        case "not" | "unless":
            return Node(GROUPS[word], value, (trace(given, facts, corpus),))
        case "use":
            name = str(given)
            return Node(corpus.titles.get(name, name), value, (trace(named[name], facts, corpus),))
    words, asked = _leaf(word, given)
    return Node(words, value, (), _said(asked, facts))


def trace_elements(ground: str, matter: Matter) -> list[Trace]:
    """The elements of a ground, by its code, against a matter; the values are those that its assessment has."""

    def node(tree: Tree | None) -> Node | None:
        return trace(tree, matter.facts, matter.corpus) if tree is not None else None

    elements = matter.corpus.grounds[ground].elements
    return [Trace(element, node(element.when), node(element.arguable)) for element in elements]
