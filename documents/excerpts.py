"""What somebody told in their story alone: the sentences of it that a paper does not say, to be quoted in it as they stand.

A quotation is true whatever it says, and never more than was said. Which sentences a paper needs is proposed here and decided
by the person, sentence by sentence; what may harm them, or somebody else, is proposed by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from complaints.reading import people_in
from documents.blocks import Paper, Sentence, said
from documents.cautions import ADMITS, ANOTHER, UNDATED, caution_of, others_in
from documents.clauses import ASIDE, FAULT, LEVERAGE, Piece, clauses_of, pieces_in
from documents.days_told import that_day, with_days
from documents.denials import denying, explains, reasons_told, who_was_there
from documents.masking import unnamed
from documents.material import Case
from documents.matters import matters_of, reaches_others, threatens_others
from documents.official import OfficialForm
from documents.retelling import Teller, dated_in, in_third_person
from documents.sentences import folded, parted
from documents.voice import COURT, speaker_of
from documents.wording import paragraphs
from legal.reasoning.conditions import lookup


@dataclass(frozen=True)
class Excerpt:
    """A sentence of a story. ``text`` is as it stands there, ``quoted`` with the day of a word that counts from the day of
    telling; ``caution`` is why the person alone puts it in, ``aside`` whether it tells nothing that is for its reader;
    ``chosen``: a paper quotes it."""

    text: str
    quoted: str
    caution: str = ""
    aside: bool = False
    chosen: bool = False

    @property
    def proposed(self) -> bool:
        """Whether a paper quotes it unless the person says otherwise: what happened, and harms nobody."""
        return not (self.aside or self.caution)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Who told a story, when, and of what: ``names`` are the parties', ``owed`` whose debt it is, ``gave``: the case itself says
    that the data was given, ``helped`` where somebody told it for another adult, ``apart`` what is no matter of whoever reads it;
    ``collects``: who reads it collects or lends, and is told nothing of what was said to the operator of a number or of what the
    number is bound to; ``runs``: who reads it only runs an account that the number is bound to, and is told nothing of who else
    called; ``hidden`` are names of others that are not for whoever reads it. ``of_another``: the number was somebody else's
    before, whose life is not for its reader either. Where there are several of its reader's role, ``anothers`` are the sentences
    about another of them."""

    on: date
    names: Collection[str] = ()
    owed: str = ""
    gave: bool = False
    helped: bool = False
    apart: Collection[str] = ()
    collects: bool = False
    runs: bool = False
    hidden: Collection[str] = ()
    of_another: bool = False
    anothers: Collection[str] = ()


def excerpts_of(story: str, said: str, telling: Telling) -> list[Excerpt]:
    """The sentences of a story that tell what a text does not say, in their order, each with why it is left out where it is:
    everything that happened is proposed but for that."""
    known = folded(said)
    hidden = [*telling.hidden, *others_in(story, known, telling.names)]
    found: list[Excerpt] = []
    new: list[bool] = []
    before = ""
    # Why nothing is owed, and what was threatened to somebody else, is told in full, whatever a text says of it.
    denies = denying(story, telling.owed)
    for piece in pieces_in(story):
        caution = _caution(piece, before, known, telling)
        before = caution
        told = who_was_there(piece.text, story, hidden)
        quoted, dated = with_days(
            unnamed(told, hidden, of_another=telling.of_another), piece.on or telling.on
        )
        # What is left of a sentence is new where anything is that the sentence tells.
        told = unnamed(piece.text if piece.kind else piece.told, hidden, of_another=telling.of_another)
        told_anyway = piece.text in denies or threatens_others(folded(piece.text))
        new.append(told_anyway or not _is_known(told, known))
        caution = caution or ("" if dated else UNDATED)
        found.append(Excerpt(piece.text, quoted, caution, _is_aside(piece, telling)))
    kept = _with_what_goes_before(found, new)
    return [one for one, tells in zip(_on_its_own(found, kept), kept, strict=True) if tells]


def _caution(piece: Piece, before: str, known: str, telling: Telling) -> str:
    if piece.of in telling.anothers:
        return ANOTHER
    caution = caution_of(piece.text, known, owed=telling.owed, helped=telling.helped, gave=telling.gave)
    goes_on = before == ADMITS and not caution and _GOES_WITH_IT.match(piece.text) is not None
    return ADMITS if piece.kind == FAULT or goes_on else caution


# What goes on from a sentence that harms whoever said it.
_GOES_WITH_IT = re.compile("除了|就(?:那|这)一|也没|现在想|早(?:点|知道)")


def _is_aside(piece: Piece, telling: Telling) -> bool:
    """Whether a piece tells nothing that happened, or nothing that is for whoever reads it."""
    of_number = _OF_THE_NUMBER.search(piece.text) is not None
    if piece.kind == ASIDE or (telling.collects and (piece.kind == LEVERAGE or of_number)):
        return True
    if telling.runs and _OF_CALLS.search(piece.text) and not of_number:
        return True
    return matters_of(piece.text) <= {*telling.apart}


def _with_what_goes_before(found: Sequence[Excerpt], new: Sequence[bool]) -> list[bool]:
    """Which are told: what is new, and what a text says already where what is told after it goes on from it."""
    kept = [*new]
    for at in range(len(found) - 1, 0, -1):
        if kept[at] and found[at].proposed:
            for place in _needed_by(at, found):
                kept[place] = kept[place] or found[place].proposed
    return kept


def _needed_by(at: int, found: Sequence[Excerpt]) -> Iterator[int]:
    """The places of what a sentence goes on from, and of where those are first named whom it names."""
    if _POINTS.match(found[at].text):
        yield at - 1
    for name in people_in(found[at].text):
        first = next((place for place, one in enumerate(found) if name in one.text), at)
        if first < at:
            yield first


# What begins with whom, when or what only the sentence before it says.
_POINTS = re.compile(
    "(?:可是?|但是?|就|后来|结果|然后|而且)?(?:[他她它]们?(?!人)|那边|人家|对方(?:就|还|又)|这(?:个|条|句|张)|那(?:个|条|句|张|天)|当天|当时|当晚|第二天|同一天"
    "|(?:签收|退订|批评|报案|挂失|投诉|说|回|打|发|寄)完?(?:了)?(?:以后|之后|完))"
)


def _on_its_own(found: Sequence[Excerpt], kept: Sequence[bool]) -> list[Excerpt]:
    """Each so that it is understood without what is left to the person: “当天” with the day of the sentence before it, and no
    clause about somebody whom an admission alone had named."""
    standing: list[Excerpt] = []
    for at, one in enumerate(found):
        quoted = one.quoted
        if at and not (found[at - 1].proposed and kept[at - 1]):
            quoted = that_day(quoted, found[at - 1].text)
        strangers = {name for name in _BY_NAME.findall(one.text) if _introduced_by(name, found) == ADMITS}
        clauses = clauses_of(quoted)
        rest = [clause for clause in clauses if not any(name in clause for name in strangers)]
        if one.proposed and rest and len(rest) < len(clauses):
            quoted = f"{''.join(rest).rstrip('；;，,。')}。"
        standing.append(replace(one, quoted=quoted, aside=one.aside or not rest))
    return standing


def _introduced_by(name: str, found: Sequence[Excerpt]) -> str:
    """Why a sentence is left to the person that first names somebody; "" where it is not."""
    return next(one.caution for one in found if name in one.text)


# Whom only who knows them calls so.
_BY_NAME = re.compile(
    "[小阿老](?![区时伙号孩学组店贷票姐舅叔姑姨程额心偷板师婆公家乡人百实是外里间])[\u4e00-\u9fff]"
)


def together(chosen: Sequence[Excerpt], story: str) -> str:
    """The chosen sentences, a line for each run of those that follow each other in the story."""
    every = [piece.text for piece in pieces_in(story)]
    lines: list[str] = []
    last = -2
    for one in sorted(chosen, key=lambda one: every.index(one.text)):
        place = every.index(one.text)
        if place == last + 1:
            lines[-1] += one.quoted
        else:
            lines.append(_LEADS_ON.sub("", one.quoted))
        last = place
    return "\n".join(ended(line) for line in lines)


def ended(line: str) -> str:
    """A line without what led on to a clause that is left out, ended as a sentence."""
    told = line.rstrip("；;，,、")
    return told if told == line or told.endswith((*_ENDED, "”")) else f"{told}。"


def quotation(lead: str, lines: Sequence[str]) -> str:
    """“原告另述：“…”“…””: each line in quotation marks, and a quotation in it in single ones."""
    quoted = "".join(f"“{line.translate(_INNER)}”" for line in lines)
    return f"{lead}：{quoted}{'' if lines[-1].endswith(_ENDED) else '。'}"


def quotation_of(case: Case, form: OfficialForm) -> list[str]:
    """The paragraph in which a paper has what was chosen of the story; none where it has all of it, or nothing. A letter
    quotes it; a claim tells it of the plaintiff, or of whoever acts for one that is a child."""
    lines = paragraphs(case.story) if case.excerpted else []
    who = who_told(case, form)
    if lines and form.channel == COURT and who in tellers(form):
        child = form.complainant if case.representative is not None else ""
        # A guardian goes by their name, which the parties have.
        named = case.representative.name if case.representative is not None else ""
        return [f"具体经过：{retold(lines, Teller(named or who, child, case.facts))}"]
    return [quotation(f"{who}另述", lines)] if lines else []


def tellers(form: OfficialForm) -> tuple[str, str]:
    """Whoever may have told a story of which a claim is made, as it calls them."""
    return speaker_of(form), GUARDIAN


def retold(lines: Sequence[str], teller: Teller) -> str:
    """Lines of a story in the third person, sentence by sentence; between quotation marks what cannot be told so."""
    teller = replace(teller, dated=dated_in(lines))
    return "".join(_retold(one, teller) for line in lines for one in parted(line) if one.strip())


def _retold(sentence: str, teller: Teller) -> str:
    told = in_third_person(sentence, teller)
    if told is None:
        return quotation(f"{teller.own}称", [sentence])
    return told if told.endswith(_ENDED) else f"{told.rstrip('；;，,')}。"


def why_denied(case: Case, form: OfficialForm) -> list[Sentence]:
    """Why nothing is owed, as far as a claim has it of the story: beside who has to prove that it is."""
    if not case.excerpted or case.representative is not None or who_told(case, form) != speaker_of(form):
        return []
    owed = str(lookup(case.facts, "debt.owed") or "")
    told = reasons_told(case.story, owed)
    own = speaker_of(form)
    if not any(explains(one, case.story, owed) for one in told):
        return []
    return [said(f"{own}否认的理由是：{retold(told, Teller(own, '', case.facts))}".rstrip("。"), "story")]


def who_told(case: Case, form: OfficialForm) -> str:
    """Whoever told the story, as a paper of this form calls them."""
    if case.representative is not None:
        return GUARDIAN
    own = speaker_of(form)
    helped = lookup(case.facts, "complainant.capacity") == HELPER
    return f"代{own}登记的人" if helped else own


HELPER, GUARDIAN = "authorised_helper", "法定代理人"


_INNER = str.maketrans("“”", "‘’")
_ENDED = ("。", "！", "？", "!", "?")
_LEADS_ON = re.compile(
    r"^(?:(?:但是|可是|不过|而且|然后|所以|另外)[，,]?|再说(?=[我一])|就(?=没|不|用|去|把)|可(?=[那这我他她它]))"
)


def said_in(paper: Paper) -> str:
    """What a paper says happened, and of whom: no request, no reason, no article."""
    return "\n".join(block.text for block in paper.blocks if block.key in _TELLING)


def quoted_in(excerpt: Excerpt, text: str, form: OfficialForm, guardian: str = "") -> bool:
    """Whether a text that ``quotation`` or ``retold`` made of a story has this sentence; ``guardian``: the name of who may have
    told it for a child."""
    words = _LEADS_ON.sub("", excerpt.quoted)
    own, called = tellers(form)
    told = (in_third_person(words, one) for one in (Teller(own), Teller(guardian or called, own)))
    ways = (words.translate(_INNER), *(one for one in told if one))
    return any(_without_years(one) in _without_years(text) for one in ways)


def _without_years(text: str) -> str:
    """A year is put to a day by what else is known of it, and nothing else of a sentence is."""
    return re.sub(r"\d{4}年", "", text).rstrip("；;，,。")


_TELLING = frozenset({"opening", "parties", "summary", "facts", "messages"})


# ── Whether a text says it ───────────────────────────────────────────────────────────────────────────────────────────
DATED = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?((?:[、和与及,，](?:\d{1,2})日)*)")


def days_in(told: str, days: Collection[date]) -> set[date]:
    """Those of some days that a folded text names, with their year or without."""
    named = [(year, month, day) for year, month, *rest in DATED.findall(told) for day in _numbers(rest)]
    return {
        on
        for on in days
        if any(
            (on.month, on.day) == (int(month), int(day)) and year in ("", str(on.year))
            for year, month, day in named
        )
    }


def _numbers(rest: Sequence[str]) -> list[str]:
    return [one for one in (rest[0], *re.findall(r"\d+", rest[1])) if one]


_SUM = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(万)?(?:元|块)")
_HEADS = re.compile(r"(?<!\d)(\d+)(?:多|余|来)?(?:个|位|名)?人(?!民)")
_WHEN = re.compile("当[天晚日]|第二天|次日|隔天|凌晨|半夜|夜里|[上下]午")
_QUOTED = re.compile(r"[“\"《]([^“”\"《》]{1,60})[”\"》]")
WHERE = re.compile(
    r"(?:业主|家长|工作|公司|同学|亲友|家族|班级|小区|QQ|微信)?[微信]{0,2}群(?!发)|朋友圈|抖音|快手|微博|贴吧|公告栏|门上|小区|房号|前台|营业厅|网点"
    r"|(?<![A-Za-z])App(?![A-Za-z])",
    re.I,
)
_PROOF = re.compile(
    "结清证明|回单|回执|凭证|流水|转账记录|通话记录|录音|录像|截图|聊天记录|合同|收据|发票|照片|查询单|账单"
)
_CALLED_SELF = re.compile(r"自称(?:是)?([\u4e00-\u9fff]{2,10})")
_REACHED = re.compile(
    "父母|单位|领导|同事|亲友|家人|前台|人事|邻居|老婆|老公|妻子|丈夫|[岳丈]母|丈人|儿子|女儿|儿媳|班组?长|工友"
)


def _is_known(sentence: str, known: str) -> bool:
    """Whether a text says all that a sentence tells: each day, sum, person, place and paper of it, and nearly all the rest."""
    told = folded(sentence)
    marks = [*_marks(told)]
    if not all(_holds(known, one) for one in marks) or _dates_a_sum(told, known):
        return False
    pairs, unsaid = _pairs(told), _unsaid(told, known)
    more = _SAYS_MORE.search(told) is not None or reaches_others(told)
    said_besides = bool(marks) and len(unsaid) <= _FEW and not more
    return not unsaid or said_besides or (len(pairs) >= _LONG and _share_said(told, known) >= _NEARLY_ALL)


# What was said is told with what it was, whom it reached, and that it went on.
_SAYS_MORE = re.compile("(?<!自)[说称讲]|话|答|回|让|叫|又开始|照[样旧]|还[在是]|继续|就来|去")


def _dates_a_sum(told: str, known: str) -> bool:
    """Whether a sentence says when something was paid, and no sentence of a text does: each of the two it may say elsewhere."""
    days, sums = [*_days_in(told)], [*_sums_in(told)]
    if not (days and sums):
        return False
    return not any(
        all(_holds(said, one) for one in sums) and any(_holds(said, one) for one in days)
        for said in re.split("[。\n]", known)
    )


_NEARLY_ALL = 0.75
# Pairs of signs: so many that a text does not say beside the marks that it says are none of a fact (“报了警”), and of
# fewer than these no share tells anything.
_FEW, _LONG = 3, 8


def says_nearly_all(text: str, answer: str) -> bool:
    """Whether a text says nearly all of an answer, in whatever words around it."""
    return _share_said(folded(answer), folded(text)) >= _NEARLY_ALL


def _share_said(told: str, known: str) -> float:
    """How much of a text another says, by its pairs of signs."""
    pairs = _pairs(told)
    return 1 - len(_unsaid(told, known)) / len(pairs) if pairs else 1.0


def _unsaid(told: str, known: str) -> set[str]:
    return {one for one in _pairs(told) if one not in known}


def _pairs(told: str) -> set[str]:
    signs = re.sub(r"[^\w]", "", told)
    return {signs[at : at + 2] for at in range(len(signs) - 1)}


def _marks(told: str) -> Iterator[re.Pattern[str]]:
    """The days, sums, people, quotations, places and papers of a sentence, each as it is looked for in a text."""
    yield from _days_in(told)
    yield from _sums_in(told)
    for count in _HEADS.findall(told):
        yield re.compile(rf"(?<!\d){count}(?:多|余)?(?:个|位|名)?(?:人|名)")
    for pattern in (_QUOTED, _WHEN, WHERE, _PROOF, _REACHED, _CALLED_SELF):
        for found in pattern.finditer(told):
            yield re.compile(re.escape(found[found.re.groups] if found.re.groups else found[0]), re.I)


def _days_in(told: str) -> Iterator[re.Pattern[str]]:
    for year, month, day, more in DATED.findall(told):
        for one in [day, *re.findall(r"\d+", more)]:
            yield _of_day(year, month, one)


def _sums_in(told: str) -> Iterator[re.Pattern[str]]:
    for digits, scale in _SUM.findall(told):
        yield re.compile(rf"(?<![\d.]){_yuan(digits, scale)}(?:\.0+)?(?:元|块)")


def _of_day(year: str, month: str, day: str) -> re.Pattern[str]:
    before = rf"(?:{year}年|(?<![\d年]))" if year else r"(?<!\d)"
    return re.compile(rf"{before}0?{int(month)}月" + (rf"0?{int(day)}日" if day else ""))


def _yuan(digits: str, scale: str) -> str:
    number = float(digits.replace(",", "")) * (10_000 if scale else 1)
    return f"{number:.2f}".removesuffix(".00").replace(".", r"\.")


def _holds(known: str, mark: re.Pattern[str]) -> bool:
    return mark.search(known) is not None


_OF_THE_NUMBER = re.compile(
    "营业厅|营业员|运营商|(?:移动|联通|电信|广电)(?:的)?(?:公司|客服|人|说|答复|让|叫)|1008[56]|10010|绑(?:定|着|好|了|的)|解绑|换号|销号"
)

_OF_CALLS = re.compile("自称|催|欠|还钱|讨债|要债|打来|打错|借(?:了|过|钱|款)|他们")
