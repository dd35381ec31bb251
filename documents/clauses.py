"""What of a sentence of a story is left to the person by itself: an admission, an aside or a wish at the end of a sentence takes
nothing with it of what the sentence tells besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from documents.cautions import own_act, own_wrong
from documents.sentences import OTHERS_WORDS, folded, own_words, told_on

# What a clause is that nobody pleads: held against whoever wrote it; told to no purpose; what the other side would use.
FAULT, ASIDE, LEVERAGE = "fault", "aside", "leverage"

# That it was so is told without: by whom it is said, who is to blame, what was not read, what is waived, what was used.
_FAULT = re.compile(
    "^(?:这个|这点|那个)?(?:是)?我(?:自己)?(?:也)?(?:承认|认|后悔|没有?做到)$|^(?:这个|这|那)?(?:是)?(?:怪|怨)我(?:自己)?|^(?:也)?不(?:怪|怨)(?:他|她|它|人家|你)"
    "|是我自己(?:答应|要|选|同意|点|勾)的|^(?:这个|这)?是我(?:自己)?没|^这个(?:是)?我(?:的错|不对|后悔|认|承认|没有?做到)"
    "|^(?:我)?(?:的)?(?<![公婆爷奶爸妈舅姨他她])眼睛(?:花|不好)|我[^，,。]{0,4}眼睛(?:花|不好)|老花眼|(?:说实话|我)[^，,。]{0,4}当时(?:也|就)?没有?(?:看见|看到|注意|细看|多想|在意)|我(?:也|就)?没有?(?:去掉|取消|改掉)$"
    "|^(?:我)?当时(?:也|就)?没有?(?!人|[^，,。]{0,6}(?:告诉|说|提|讲|给我|让我|跟我|问|见))"
    "|想着[^，,。]*就(?:好|行)了|想着(?:没事|算了)"
    "|(?:忙|都|给)忘(?:了|记了?)?$|^我没寄$|没(?:有)?(?:什么)?证据$|记不(?:清|得)(?:了)?$|不瞒着|^我拿$|我该拿|不是不讲理|不占理|补觉|没跟[^，,。]{1,8}打招呼|(?:也)?是我(?:自己)?停的|手痒|没(?:再)?吭(?:气|声)|我?还?尝了|自己(?:也)?有不对|叫我别再说"
    "|不能说[^，,。]{0,4}没认|寻思[^，,。]*就[^，,。]*$|先拿着也行|没(?:有)?操心|(?:当时)?(?:就)?是?慌了$|说我(?:苕|瓜|傻|憨|宝)"
    "|我是(?:瓜|傻|苕)|这(?:个|句)?话我(?:确实|也)?说(?:过|了)|我[^，,。]{0,4}骂(?:过|完)|^骂(?:过|完)(?!我)|想算了|花钱买清静|嘴(?:也)?不(?:好|干净)|有本事你?(?:去)?告|(?:这|那)(?:个)?是我的不对|一直用着"
    "|我(?:也|都|又|就)?不(?:要|图|求)(?:他们|你们)?(?:的)?(?:钱|赔偿?)|退不退[^，,。]*听|听(?:公家|你们|他们|法院|政府)的|(?:少|不)(?:赔|退)(?:点)?也(?:行|可以|没关系)"
    "|我(?:已经|确实|都|也)*(?:打开|拆|吃|喝|开封)(?:开)?(?:过|了)(?!药|亏|饭|早|晚|午)|吃没吃完|(?:登|录)(?:进|录|上)去了"
    "|差点(?:儿)?(?:就)?(?:动了心|(?:还|付|信|转|答应)了?)|骂(?:了)?我(?:一顿|一通|老?糊涂|傻)|老糊涂"
    "|(?:等|到|下|发)[^，,。]{0,8}(?:就|再|先)还$|我(?:会|肯定|一定|慢慢)还|有一分还一分|^我确实(?:是)?[没不][^，,。]{0,3}$|好像(?:是?写|有一?[条行])"
)
# Of use to the other side alone: gaps in the proof, what is waived, what somebody close is not to know, what was neglected.
_AGAINST_ONESELF = re.compile(
    "没(?:有)?录音|没(?:有)?(?:挨个|一个个|一一)记|(?:删|扔|丢)(?:过|了|掉)(?:一些|几|好多|不少|大半)|(?:记录|话单|短信|截图)[^，,。]{0,14}(?:没了|只打出来|只剩)|没记下来$|拉黑的[^，,。]{0,4}没有?算"
    "|(?:官司|起诉|去告)[^，,。]{0,4}算(?:了|啦)|^(?:[^，,。]{0,12}(?:这个|那个))?(?:就|也)算(?:了|啦)(?:吧)?$|算上也行|^[^，,。]{0,6}我[^，,。]{1,8}都(?:行|可以)$|给不给(?:都|也)?无所谓|[当算](?:是|作)?(?:买|交)了?个?(?:教训|学费)|没(?:有)?去(?:退|要|找)$|我?哪有(?:时间|工夫|功夫)|不(?:够|值)(?:得)?(?:赔|跑|折腾)"
    "|^(?!我)[^，,。]{1,10}(?:到(?:今天|现在|这咱|如今)|至今|还)(?:都|也|还)?不(?:知|晓得)(?![^，,。]*(?:谁|哪|怎么|什么|多少|为))|不敢(?:跟|和|让|对|告诉)[^，,。]{1,6}(?:讲|说|知道)|(?:怕|莫|不能|不想)(?:让|叫|给)[^，,。]{1,6}(?:知道|晓得)|挨骂"
    "|^我?(?:也|都|就|一直)?没(?:有)?(?:跟|和|向|告诉)(?!我)[^，,。]{1,6}(?:说|讲|打招呼|报备)$|(?:搁|放|丢|扔)在?那里(?:没管)?$|想着(?:里面|反正)|^我?(?:还|一直)?以为是?我(?:自己)?"
)
# An offer to pay, which is told with what was answered to it, and held against nobody then.
_OFFERS = re.compile("(?:一个?月|每个?月)还[\\d一二三四五六七八九十百千]+")
# Whose proof is lost is nobody's to say but theirs.
_LOST = re.compile(
    "(?:单|票|据|证明|合同|证)[^，,。]{0,8}(?:折了|弄丢|找不到了?|撕了|扔了)|有一张[^，,。]*(?:折|撕|扔|丢)|不(?:知道|晓得)(?:塞|放|丢|弄|收)(?:到)?哪"
)
_NOT_READ = re.compile(
    "^(?![^，,。]*(?:你|您|他|她|它|客服|对方|平台|银行|民警|经理|店长|医生|大夫))[^，,。]*没有?(?:仔细|细|认真)?看(?![到出上我病过见])"
)
_SIGNED, _GIVES = (
    re.compile("签|[点勾](?:了|过|选)|一行[灰小]?字"),
    re.compile("写(?:上|了|的|下|过|明)?[^，,。“”]{0,2}(?:名字|姓名|电话|号)"),
)
_ASIDE = re.compile(
    "^(?:他们|你们|这)?凭什么|上哪(?:儿|里)?去|没(?:有)?地方说理|想哭$|不是多大的?事|(?:不是|又不是)(?:为了?)?(?:钱的(?:事|问题)|多少钱|几个钱)|^是?气人$|谢天谢地|急死(?:人|我)|了个(?:什么|寂寞|啥|屁)"
    "|管得(?:很)?(?:严|紧)|报账$|话里有话|(?:态度|人)(?:也|倒|还)?(?:真(?:是)?|挺|很|蛮)好|^(?:她|他|人家)(?:也|倒|还)?(?:是)?(?:挺|很|真)?客气|^谢谢|感谢(?:你|各位|法院)|辛苦(?:你|了)|给我倒了?水"
    "|不是人了?$|写不来|想到哪(?:儿)?说哪|绕圈|(?:要有|讨|要|给)个说法|谁的责任谁|早干(?:啥|什么|嘛)|你们(?:给|帮)?(?:我)?(?:看看|算算|将就|评评|说说)|^你们?(?:算算|说说|评评)|我?(?:都)?替(?:她|他)着急|^写字慢|不会打字|(?:教|帮)我[^，,。]{0,6}(?:填|打字)|什么时候(?:成|变)了?|我也?不懂"
    "|^把[人我]气[得的坏死]?$|气人不气人|[您你]说(?:气人|可气|好笑)|^(?:真)?烦(?:死|人)|来笑我$|^好像我(?:是|像)[^，,。]{1,4}$|^我?哪里?敢$|气得[^，,。]{0,10}[摔砸]|还好没|不(?:知道|晓得|懂|清楚)到底|没弄明白$|不晓得门|^我?还没有?去$"
    "|不会(?:弄|填|操作)$|我又?在网上填$|^网上[^，,。]*不会$|旁边我说[她他]打|^收到(?:个)?(?:什么|啥)$|没人管(?:么|吗|嘛)?$|找人代办|^那?(?:不是|还不)[^，,。]{0,12}吗$"
    "|不敢(?:肯定|断定|乱说|乱讲)[^，,。]{0,4}(?:谁|哪)|(?:不想|不能|怕|不愿意?)冤枉"
    "|该退的退|拉倒$|讲普通话|还有个事儿?忘|忘说了|嘴上的活|(?:跟|和|同)我(?:干了|吵了)"
)
_LEVERAGE = re.compile(
    "经济纠纷|叫我(?:自己)?(?:跟|找|和)[^，,。]{1,8}(?:谈|协商|要)|续(?:合同|签)|回(?:了)?娘家|(?:要|闹|提|跟我|和我)[^，,。]{0,4}离婚|分手|(?:辞退|开除|炒)(?:了)?我?|不要我(?:干|做)了|丢了?(?:工作|饭碗)|脸色|(?:大)?吵(?:了)?(?:一)?架"
)
# What somebody wants: from there on nothing of the sentence is what happened.
_WISH = re.compile(
    "^就是把我的|^(?:(?:所以|反正|现在|其实|说到底)[，,]?)?(?:就是|我?(?:就|只|也|真的|还是)+|我)?(?:请(?!假|了|来|人|的|我)|希望|求)(?=[你他她它对法把退给尽帮公各不有])"
    "|^我?就(?:是)?(?:想着|要)(?=[他她它你]们|[两二]家|对方|公司|平台|银行|把|退|删|停)|^(?:这个)?号我不换$|^(?:钱|账|号)[^，,。]{0,2}(?:要|得)[^，,。]{0,2}(?:还|退|给|销)|^\\d+[元块]?(?:钱)?退(?:给|还)?我|^给我(?:写|说|讲|查|弄)(?:明白|清楚|个)"
    "|^我?(?:就|只有?|总共)这(?:么)?[几两三四五一](?:条|点|样|个?(?:要求|诉求))(?=[:：]|$)"
    "|^我?(?:也)?(?:就|只)(?:是)?想(?!到|起|着|了|过|来|不)|^我(?:就|只)?要[^，,。]{1,10}?(?:写|把|退|道歉|赔|删|停)"
)
# “请不要再打” is what was said to whoever calls, where somebody tells that it was: the refusal itself, no wish.
_REFUSES = re.compile(
    "^(?:我?就?说)?(?:请|希望)?(?:你们?|您)?(?:不要|别|莫)(?:再|继续)?(?:给我)?(?:打|发|联系|骚扰|来电|推销)"
)
_TOLD_SO = re.compile("(?:说(?!清|明白)|讲(?!理)|告诉|回复|回了|表示|强调)")
# What is asked of a defence is an answer to it: the other side says since when, and from before then nothing is explained.
REBUTS = re.compile("怎么(?:说|算|解释|讲)|\\d(?:月|日|号|元|块)[^，,。]{0,6}[?？]$")
_FEELS = re.compile("^(?:我)?(?:就是|总)觉得")
# What goes on from a clause that is left out.
_GOES_ON = re.compile("^(?:说|骂|里面|还有[她他])")
# What is left of a sentence and tells no day, no sum, no refusal.
_TRIFLE = re.compile(r"[^没不未姓叫\d，,。；;]{0,6}[，,。；;]?")
# Acts of one's own are told in several clauses, and leave out the whole sentence, but where it tells a proof besides.
DECISIVE = re.compile(
    "免掉|免除|减免|结清|付清|还清|清偿|回单|回执|凭证|流水|销(?:的)?号|销户|盖(?:了|的|着|有)?[公红]?章|红章|证明|(?:开户|销号|带看|登记|开通)单|单子(?!多|少)|收据|签收|(?<!续)合同|报名|报了?(?:正|网)?课|受案"
    "|小票|发票|截图|录音|顺丰|快递给|挂号信|征信"
)
# Of what a wish, which is left out, was about.
_NO_PREDICATE = re.compile(
    "(?:对|像|对于)?(?:这|那)(?:种|样|类|些)[^，,。；;]*的(?:事情?|行为|做法|情况|公司)[，,。；;]?"
)
_CLAUSE = re.compile("(?<=[，,；;])")


@dataclass(frozen=True)
class Piece:
    """A part of a sentence ``of`` a story that is told or left out by itself: ``kind`` is what it is that nobody pleads, ``told``
    what else the sentence tells, ``on`` the day on which it was added where it was."""

    text: str
    kind: str
    of: str
    told: str
    on: date | None


def pieces_in(story: str) -> Iterator[Piece]:
    """The pieces of a story in their order, each once."""
    seen = set[str]()
    for sentence, added_on in told_on(story).items():
        pieces = pieces_of(sentence)
        told = "".join(text for text, kind in pieces if not kind)
        for text, kind in pieces:
            if text not in seen:
                seen.add(text)
                yield Piece(text, kind, sentence, told, added_on)


def admits_in(story: str) -> bool:
    """Whether somebody says beside what happened what they did wrong, or what else may be held against them."""
    told = (pieces_of(sentence, acts=own_wrong) for sentence in told_on(story))
    return any(kind == FAULT for pieces in told for _piece, kind in pieces)


def pieces_of(sentence: str, *, acts: Callable[[str], bool] = own_act) -> list[tuple[str, str]]:
    """A sentence in as many pieces as it is told or left out by, in its order, each with what it is that nobody pleads, "" for
    what is told. ``acts``: whether words tell of an act of one's own that leaves out all of it."""
    clauses = clauses_of(sentence)
    kinds = _kinds(clauses)
    if DECISIVE.search(sentence):
        done = [acts(folded(own_words(one))) for one in clauses]
        kinds = [kind or (FAULT if _still_done(done, at, clauses) else "") for at, kind in enumerate(kinds)]
    told = "".join(one for one, kind in zip(clauses, kinds, strict=True) if not kind)
    if not re.search(r"\w", told):
        worst = next(kind for kind in (FAULT, LEVERAGE, ASIDE, "") if kind in kinds)
        return [(sentence, worst)]
    if acts(folded(own_words(told))):
        return [(sentence, FAULT)]
    pieces: list[tuple[str, str]] = []
    for clause, kind in zip(clauses, kinds, strict=True):
        if pieces and pieces[-1][1] == kind:
            pieces[-1] = (pieces[-1][0] + clause, kind)
        else:
            pieces.append((clause, kind))
    return [
        (
            one,
            kind
            or (
                ASIDE if one != sentence and _is_trifle(one, "".join(rest for rest, _ in pieces[at:])) else ""
            ),
        )
        for at, (one, kind) in enumerate(pieces)
    ]


def _is_trifle(piece: str, onwards: str) -> bool:
    """Whether a piece tells nothing, and what is told from there on has a subject without it."""
    if _NO_PREDICATE.fullmatch(piece):
        return True
    return _TRIFLE.fullmatch(piece) is not None and _SAYS.search(onwards) is None


# Somebody speaks who was named before it.
_SAYS = re.compile("[，,](?:就|又|还|也|才)(?:说|讲|问|回|骂)[，,：:]?“")


def _still_done(done: list[bool], at: int, clauses: list[str]) -> bool:
    """Whether a clause goes on from an act of one's own, and not from what came to nothing after it."""
    first = done.index(True) if True in done else len(done)
    return first <= at and not any(_CAME_TO_NOTHING.search(one) for one in clauses[first + 1 : at + 1])


_CAME_TO_NOTHING = re.compile(
    "退(?:出|了)来|没(?:有)?(?:点|申请|办)?提现|没(?:有)?(?:都)?(?:到过|到账|收到)|流水(?!线)"
)


def clauses_of(sentence: str) -> list[str]:
    """Its clauses with what ends them; what stands in quotation marks is never parted."""
    parts = OTHERS_WORDS.split(sentence)
    found = [""]
    for place, part in enumerate(parts):
        first, *more = [part] if place % 2 else _CLAUSE.split(part)
        found[-1] += first
        found += more
    return [one for one in found if one]


def _kinds(clauses: list[str]) -> list[str]:
    kinds: list[str] = []
    wished = others = rhetoric = told_so = False
    words = [folded(own_words(one)).rstrip("，,；;。！!") for one in clauses]
    asks = words[-1].endswith("?") if words else False
    for place, own in enumerate(words):
        told_so = told_so or (not wished and _TOLD_SO.search(own) is not None)
        refuses = told_so and _REFUSES.match(own) is not None
        wishes = _WISH.search(own) is not None and not refuses
        wished = wished or wishes or _FEELS.search(own) is not None
        others = _SAID.search(own) is not None or (others and not _OWN.match(own))
        rhetoric = rhetoric or (asks and _RHETORIC.match(own) is not None)
        asked = asks and (
            rhetoric or place == len(words) - 1 or not _TOLD_BESIDE.search("".join(clauses[:-1]))
        )
        asked = asked and not REBUTS.search(words[-1])
        careless = (not others or _OWN.match(own)) and (_LOST.search(own) or _NOT_READ.search(own))
        kind = FAULT if careless else _kind(own) or (ASIDE if (wished and not refuses) or asked else "")
        if not kind and _OFFERS.search(own) and not _TOLD_THEM.search("".join(words[:place])):
            kind = FAULT
        if not kind and kinds and kinds[-1] and _GOES_ON.match(own):
            kind = kinds[-1]
        kinds.append(kind)
    confessed = next((place for place, own in enumerate(words) if _CONFESSED.search(own)), None)
    if confessed:
        # What it is that is confessed, but for a paper, and whatever excuses it.
        for place, clause in enumerate(clauses):
            shown = DECISIVE.search(clause) or _GIVES.search(clause)
            excused = _EXCUSES.match(words[place]) and not REBUTS.search(words[-1])
            if not shown if place < confessed else excused:
                kinds[place] = FAULT
    return _with_what_was_signed(clauses, _with_what_leads_to_it(clauses, words, kinds))


def _with_what_leads_to_it(clauses: list[str], words: list[str], kinds: list[str]) -> list[str]:
    """What is left out with an admission: what was taken for something else before it, what stands between two of them, and what
    follows the announcement of one until the excuse."""
    kinds = [*kinds]
    announced = False
    for place, own in enumerate(words):
        excused = _EXCUSES.match(own) is not None and _DATED.search("".join(clauses[place:])) is not None
        announced = _ANNOUNCED.match(own) is not None or (announced and not excused)
        if announced:
            kinds[place] = FAULT
    for place in range(len(kinds) - 2, -1, -1):
        before = kinds[place - 1] if place else ""
        between = before == FAULT and not (_DATED.search(words[place]) or DECISIVE.search(clauses[place]))
        if kinds[place + 1] == FAULT and not kinds[place] and (between or _TAKEN_FOR.match(words[place])):
            kinds[place] = FAULT
    return kinds


_ANNOUNCED = re.compile("^我?(?:也)?(?:晓得|知道|承认)?我?(?:自己)?也?有(?:不对|错)")
_TAKEN_FOR = re.compile("我?(?:还)?(?:以为|当是|当成)|这个?[^，,。]{1,3}了就是|连")
_DATED = re.compile("\\d+[日号月]|“")
# A question that begins before its last clause; whom somebody told what follows.
_RHETORIC = re.compile("(?:可是?|但是?)?(?:也|总)?(?:不能|不该)|难道|凭什么")
_TOLD_THEM = re.compile(
    "(?:讲|说|提|商量|申请)(?:过|了)?$|(?:跟|和|向|对)(?:[他她它]们?|对方|银行|平台|客服|那边)[^，,。]{0,4}(?:讲|说|提|商量)"
)


_EXCUSES = re.compile("可是?|但是?|不过")
_CONFESSED = re.compile("^(?:这个|这点|那个)?(?:是)?我(?:自己)?(?:也)?(?:承认|认)$|我不占理$")
# Somebody else speaks from there on, until it is said what “I” did; and what is told with a question.
_SAID, _OWN = (
    re.compile("(?<!我)(?:说|称|讲|回复|答复)(?!明|实话|到底)"),
    re.compile("我|这个|差点|怪我|说实话"),
)
_TOLD_BESIDE = re.compile("没|[\\d一二三四五六七八九十](?:月|[日号](?!码))|“")


def _kind(own: str) -> str:
    if _FAULT.search(own) or _AGAINST_ONESELF.search(own):
        return FAULT
    if _LEVERAGE.search(own):
        return LEVERAGE
    return ASIDE if _ASIDE.search(own) else ""


def _with_what_was_signed(clauses: list[str], kinds: list[str]) -> list[str]:
    """What was signed unread is left out with that it was, but where the sentence tells what was given there."""
    read = [_NOT_READ.search(folded(own_words(one))) is None for one in clauses]
    if all(read) or _GIVES.search("".join(clauses)):
        return kinds
    upto = read.index(False)
    return [
        FAULT if at < upto and not kind and _SIGNED.search(clause) else kind
        for at, (clause, kind) in enumerate(zip(clauses, kinds, strict=True))
    ]
