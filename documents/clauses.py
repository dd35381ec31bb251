"""What of a sentence of a story is left to the person by itself: an admission, an aside or a wish takes nothing with it of what
the sentence tells besides. A clause is told unless one of the reasons here says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from documents.cautions import own_wrong
from documents.matters import OTHER_SIDE, PROVES, grounds
from documents.sentences import OTHERS_WORDS, folded, own_words, told_on

# What a clause is that nobody pleads: held against whoever wrote it; told to no purpose; what the other side would use.
FAULT, ASIDE, LEVERAGE = "fault", "aside", "leverage"

# ── Held against oneself ─────────────────────────────────────────────────────────────────────────────────────────────
# That it was so is told without saying who is to blame for it.
_CONFESSES = (
    "^(?:这个|这点|那个)?(?:是)?我(?:自己)?(?:也)?(?:承认|认|后悔|没有?做到)$|(?:怪|怨)我|^也?不(?:怪|怨)[他她它人你]|犯糊涂|不占理|不瞒着|(?:没有?不|不能说[^，,。]{0,4}没)认"
    "|(?:合同|协议|条款|保单)(?:里|上|中)?[^，,。没]{0,4}有(?:写)?(?:那么|这么|这|那)一?条$|(?:合同|协议|保单)(?:里|上|中)?(?:倒是|确实|的确)(?:是)?有[^，,。]{0,10}$"
    "|这(?:个|句)?话我(?:确实|也)?说|有(?:什么)?不对|我的(?:错|不对|责任)|是我(?:的)?不对|是我自己(?:答应|要|选|同意|点|勾|停|没)|我确实(?:是)?[没不][^，,。]{0,3}$|该我?拿|^我拿$|不是不讲理"
    "|(?<!骗|了)[我]?(?:手痒|慌了$)|说我(?:苕|瓜|傻|憨|宝|老?糊涂)|老糊涂|我是(?:瓜|傻|苕)|骂(?:了)?我(?:一顿|一通|傻)|我(?:也)?(?:知道|晓得|承认)?(?:是)?(?:我)?自己(?:太|真|也)?(?:笨|傻|蠢|糊涂|大意|瓜|憨)|^扫的是(?:个)?个人(?:的)?(?:收款)?码$|叫我别再说|嘴(?:也)?不(?:好|干净)|我[^，,。]{0,4}骂(?:过|完)|^骂(?:过|完)(?!我)"
)
_CARELESS = (
    "当时(?:也|就|都)?没(?:有)?(?:看见|看到|留意|想那么多|登报)|没(?:有)?(?:注意|在意|看清|看仔细|细(?:看|瞅|瞧)|仔细(?:看|瞅|瞧)|当回事|多想|操心|留那|保存|(?:再)?吭[气声])|我(?:也|就)?没有?(?:去掉|取消|改掉)$|(?:^|我[^，,。]{0,4}|[忙都给])(?<!密码)忘(?:了|记了?)"
    "|^(?:我)?(?:的)?(?<![公婆爷奶爸妈舅姨他她])眼睛(?:花|不好)|我[^，,。]{0,4}眼睛(?:花|不好)|^我没寄$|寻思[^，,。]*就|想着[^，,。]*(?:就[好行]了|没事|里面)|(?:^|我(?:也|就|都)?)一直用着|补觉"
    "|没跟[^，,。]{1,8}(?:打招呼|说)$|(?:登|录)[进上录]去了|我(?:已经|确实|都|也)*(?:打开|拆|吃|喝|尝|开封)(?:开)?(?:过|了)(?!药|亏|饭|早|晚|午)|我?还?尝了|吃没吃完|(?:搁|放|丢)在?那里"
)
_UNPROVED = (
    "没(?:有)?敢去$|没(?:有)?(?:什么)?证据$|没(?:有)?录音|记不(?:清|得)了?$|没(?:有)?(?:挨个|一一)记|没记下来$|(?:删|扔|丢)(?:过|了|掉)(?:一些|几|好多|不少)|拉黑的[^，,。]{0,4}没有?算"
    "|(?:记录|话单|短信|截图)[^，,。]{0,14}(?:没(?:得)?了|不见了|找不(?:到|着|见)了?|只打出来|只剩)|征信[^，,。]{0,6}(?:不敢|没敢)[^，,。]{0,3}查"
)
_WAIVES = (
    "(?:钱|元|块)我?(?:也|都|就|又)?不(?:要|图)了?$|(?:^|我)(?:也|都|又|就)?不(?:要|图|求)(?:他们|你们)?(?:的)?(?:钱|赔)|退不退|听(?:公家|你们|他们|法院|政府)的|(?:先拿着|算上|少[赔退]点)也行|无所谓|(?:就|也)算(?:了|啦)(?:吧)?$|想算了|花钱买清静|当[^，,。]{0,2}教训"
    "|没(?:有)?去(?:退|要|找)$|哪有(?:时间|工夫|功夫)|不够赔$|^[^，,。]{0,6}我[^，,。]{1,8}都(?:行|可以)$"
)
_WOULD_PAY = (
    "(?:想着|寻思|合计|就想)[^，,。]{0,6}(?:替|帮)[^，,。]{1,6}(?:还|交|垫|付)|(?:还|交|给|付|垫)了?[^，,。]{0,2}(?:就|那)(?:等于|等同|是|算|成)[^，,。]{0,3}(?:认(?!识|为)|承认)|"
    "(?:等|到|下|发)[^，,。]{0,8}(?:就|再|先)还$|我(?:会|肯定|一定|慢慢)还"
    "|差点(?:儿)?(?:就)?(?:动了心|(?:还|付|交|信|转|答应)了?)|买个清静$|(?:要不|不如)先把?[^，,。]{0,4}(?:钱|债|款)[^，,。]{0,2}(?:还|付|交)|哪(?:里)?还得起"
)
# Somebody close who is not to know.
_KEPT_FROM = (
    "^(?!我)[^，,。]{1,10}(?:到(?:今天|现在|这咱)|至今)(?:都|也|还)?不(?:知|晓得)(?![^，,。]*(?:谁|哪|怎么|什么|多少|为))"
    "|不敢(?:跟|和|让|对|告诉)[^，,。]{1,6}(?:讲|说|知道)|挨骂"
)
_FAULT = re.compile("|".join((_CONFESSES, _CARELESS, _UNPROVED, _WAIVES, _WOULD_PAY, _KEPT_FROM)))
# Whose proof is lost, and what was not read, is nobody's to say but theirs who did.
# What they take to have been so, for lack of looking.
_GUESSED = re.compile(
    "^(?:大概|可能|也许|估计|说不定)[^，,。]*(?:写(?:了|着|的)|同意|勾|授权|可以)[^，,。]*吧?$"
)
_LOST = re.compile(
    "(?:单|票|据|证明|合同|证)[^，,。；]{0,8}(?:折了|弄丢|找不到了?|撕了|扔了)|有一张[^，,。]*(?:折|撕|扔|丢)|不(?:知道|晓得)(?:塞|放|丢|弄|收)(?:到)?哪"
)
_NOT_READ = re.compile(
    "^(?![^，,。]*(?:你|您|他|她|它|客服|对方|平台|银行|民警|经理|店长|医生|大夫))[^，,。]*没有?(?:仔细|细|认真)?看(?![到出上我病过见])"
)
# An offer to pay, which is told with what was answered to it, and held against nobody then.
_OFFERS = re.compile("(?:一个?月|每个?月)还[\\d一二三四五六七八九十百千]+")
_TOLD_THEM = re.compile(
    "(?:讲|说|提|商量|申请)(?:过|了)?$|(?:跟|和|向|对)(?:[他她它]们?|对方|银行|平台|客服|那边)[^，,。]{0,4}(?:讲|说|提|商量)"
)
# ── Told to no purpose ───────────────────────────────────────────────────────────────────────────────────────────────
# Feelings that name no fact, courtesies, words to whoever reads it.
_ASIDE = re.compile(
    "^(?:他们|你们|这)?凭什么|上哪(?:儿|里)?去|没(?:有)?地方说理|想哭$|不是(?:为了?)?(?:钱的(?:事|问题)|多大的?事|多少钱)|^(?:是|[您你]说)?气人|^把人气|谢天谢地|[急烦气]死|了个(?:什么|寂寞|啥|屁)|不是人了?$"
    "|(?:态度|人)(?:也|倒|还)?(?:真(?:是)?|挺|很|蛮)好|^(?:她|他|人家)(?:也|倒|还)?客气|^(?:谢谢|感谢|辛苦)|替[她他]着急"
    "|写不来|想到哪(?:儿)?说哪|^写字慢|[教帮]我[^，,。]{0,6}(?:填|打字)|你们(?:给|帮)?(?:我)?(?:看看|算算|将就|评评|说说)|忘说了|什么时候(?:成|变)了?|我?哪里?敢$|^好像我(?:是|像)"
    "|(?:^|我|也)分不(?:清|出)|^(?:里头|里面|其中)?(?:有没有|是不是还有|可能还?有)别(?:的)?(?:家|公司)"
    "|不(?:知道|晓得|懂|清楚)到底|不敢(?:肯定|断定)|(?:不想|不能|不愿意?)冤枉|^(?:可能|大概|也许)(?:她|他|人家|对方)们?[^，,。]*(?:以为|觉得|当)|不一定(?:能)?(?:拿|要)得到|总(?:要|得)有个(?:讲法|说法)|^收到(?:什么|啥)$|我?就?(?:没弄明白|不懂)$|绕圈|早干(?:啥|什么|嘛)|谁的责任谁|要有个说法|^钱(?:也|倒|是)?不多$|^可?不是这个?理$"
)
# Pressure that worked.
_LEVERAGE = re.compile(
    "经济纠纷|叫我(?:自己)?(?:跟|找|和)[^，,。]{1,8}(?:谈|协商|要)|续(?:合同|签)|回(?:了)?娘家|(?:要|闹|提|跟我|和我)[^，,。]{0,4}离婚|分手|辞退|丢了?(?:工作|饭碗)|脸色|吵(?:了)?(?:一)?架"
)
# ── A wish ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# From there on nothing of the sentence is what happened: the requests say it.
_WISH = re.compile(
    "^(?:所以|反正|现在|其实|说到底)?[，,]?(?:我(?:们)?)?(?:就|只|也|真的|还是|是)*(?:(?<=[就只是])想(?!到|起|着[^他她]|了|过|来|不|想)|想(?=要|让|请|把)|希望|要求|请求|求(?!助)|请(?=[你他她它对法把退给尽帮公各不有]))"
    "|^(?:所以|反正)?我?(?:们)?(?:就|只)?是?(?<=[我们就只是])要(?=他|她|它|对方|银行|平台|公司|运营商|[两二]家|退|删|停|一[张份个]|[^我，,。]{1,10}?(?:写|讲清|把|退|道歉|赔|删|停))"
    "|^(?:就是把我的|我想的就?是|(?:不要|别|莫)再(?:找|打|发|联系|骚扰)|求求|给我(?:写|说|讲|查|弄)(?:明白|清楚|个)|(?:这个)?号我不换$|(?:钱|账|号)[^，,。]{0,2}(?:要|得)[^，,。]{0,2}(?:还|退|给|销)|\\d+[元块]?(?:钱)?退(?:给|还)?我)"
    "|^我的(?:要求|诉求|请求|想法)(?:就|很简单)?(?:是|[:：，,])"
    "|^就?(?:让|叫)(?:他们|她们|它们|对方|这?[两几]家|公司|平台|银行)[^，,。]{0,8}(?:别|不要|莫|删|停|退|道歉|说明)"
    "|^(?:运营商|公司|银行|平台|对方|他们)(?:再)?(?:给|帮|替)我(?:出|开|写)(?:个|一[张份])|^(?:这个)?号(?:码)?我(?:肯定|一定|还)?(?:是)?(?:要|得)(?:留|用)"
    "|^我?(?:就|只有?|总共)这(?:么)?[几两三四五一](?:条|点|样|个?(?:要求|诉求))(?=[:：]|$)"
)
# The same where nothing before it in the sentence tells of a day, or to whom it was said.
_WISHES_AT_ONCE = re.compile(
    "^(?:要(?=(?:他|她|它)们|对方|银行|平台|公司|运营商|[^我，,。]{1,8}?(?:认(?!识|为)|写清|写明|道歉))|(?:都)?(?:别|莫|不要)(?:再)?(?:发|打|催|联系|骚扰)(?:我|人)?了?$"
    "|(?:\\d[\\d.]*(?:元|块)|钱|损失)[^，,。]{0,4}赔(?:给)?我$|号(?:码)?(?:就)?(?:该|得|应该)[^，,。]{0,4}删)"
)
_TO_THEM = re.compile("[打发写寄找去跟向对]|投诉|举报|客服|电话|短信|微信")
# “请不要再打” is what was said to whoever calls, where somebody tells that it was; what was asked on a day, or answered, is
# what happened, too.
_REFUSES = re.compile(
    "^(?:我?就?说)?(?:请|希望)?(?:你们?(?:公司)?|您)?(?:不要|别|莫)(?:再|继续)?(?:给我)?(?:打|发|联系|骚扰|来电|推销)"
)
# What the other side still wants, in its own words without quotation marks: “他们说公安的事归公安，钱还是要还”.
_OF_THEIRS = re.compile("(?:钱|账|号)[^，,。]{0,2}要[^，,。]{0,2}还")
_TOLD_SO = re.compile("(?:说(?!清|明白)|讲(?!理)|告诉|回复|回了|表示|强调|写(?:了|过|道))")
_ANSWERED = re.compile(f"(?:{OTHER_SIDE}|\\d+月\\d+日)[^，,。；]{{0,3}}(?:说|称|答复|回复|回[我了说信电]|不)")
_FEELS = re.compile("^(?:我)?(?:就是|总)觉得")
_DATED = re.compile("\\d+[日号月]|“")
# What goes on from an admission, and what is left of a sentence of which the rest is.
_GOES_ON = re.compile("^(?:说|骂|里面|还有[她他]|就(?:勾|签|点|填|同意|答应))")
_REST = re.compile(
    "(?:可是?|但是?|不过|那|就)?[，,。；;]?"
    "|(?:对|像|对于)?(?:这|那)(?:种|样|类|些)[^，,。；;]*的(?:事情?|行为|做法|情况|公司)[，,。；;]?"
)
# ── Questions ────────────────────────────────────────────────────────────────────────────────────────────────────────
# What is asked of a defence is an answer to it: the other side says since when, and from before then nothing is explained.
REBUTS = re.compile(
    "怎么(?:说|算|解释|讲)|又要我[^，,。]{0,4}(?:还|付|交|赔)[^，,。]{0,4}[?？]$|\\d(?:月|日|号|元|块)[^，,。]{0,6}[?？]$"
)
_RHETORIC = re.compile("(?:可是?|但是?)?(?:也|总)?(?:不能|不该)|难道|凭什么")
# No comma between digits, as in 1,000, ends one.
_CLAUSE = re.compile(r"(?<=[，；;])|(?<=,)(?!\d)|(?<=\D,)")


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
    sentences = told_on(story)
    doubted = _doubted([*sentences])
    for sentence, added_on in sentences.items():
        pieces = [(sentence, FAULT)] if sentence in doubted else pieces_of(sentence)
        told = "".join(text for text, kind in pieces if not kind)
        for text, kind in pieces:
            if text not in seen:
                seen.add(text)
                yield Piece(text, kind, sentence, told, added_on)


def _doubted(sentences: Sequence[str]) -> set[str]:
    """The sentences in which somebody asks whether they are to blame after all, from “心里没底” to “算不算担保了？”; of what
    they are unsure alone where nothing is asked; and those that suspect somebody, to the one that says that nothing proves it."""
    found = set[str]()
    for place, sentence in enumerate(sentences):
        if _SUSPECTS.search(own_words(sentence)):
            after = sentences[place : place + _ONE_DOUBT]
            unproved = next((at for at, one in enumerate(after) if _NO_PROOF_OF_WHOM.search(one)), -1)
            found.update(after[: unproved + 1])
        if _UNSURE.search(own_words(sentence)):
            after = sentences[place : place + _ONE_DOUBT]
            asked = next((at for at, one in enumerate(after) if _TO_BLAME.search(one)), 0)
            found.update(after[: asked + 1])
    return found


_ONE_DOUBT = 5  # sentences at most
# Whom somebody suspects who says that they cannot prove it is left to them with what they say of it.
_SUSPECTS = re.compile(
    "(?:想|琢磨|寻思|思)来(?:想|琢磨|寻思|思)去|(?:我|就)?(?:怀疑|疑心)(?:是|就是)?|是不是[他她]"
)
_NO_PROOF_OF_WHOM = re.compile(
    "是不是[他她][^，,。；]{0,8}(?:没(?:有)?证据|不(?:知道|晓得|清楚|敢(?:讲|说|肯定|断定))|说不(?:准|好|清))"
)
_UNSURE = re.compile("心里?(?:也|都|还)?(?:没(?:有)?底|不踏实|犯嘀咕)|拿不准")
_TO_BLAME = re.compile("(?:算不算|是不是(?:就)?算|会不会算|有没有(?:关系|责任)|要不要(?:紧|我))[^。]*[？?]")


def admits_in(story: str) -> bool:
    """Whether somebody says beside what happened what they did wrong, or what else may be held against them."""
    return any(kind == FAULT for sentence in told_on(story) for _piece, kind in pieces_of(sentence))


def pieces_of(sentence: str) -> list[tuple[str, str]]:
    """A sentence in as many pieces as it is told or left out by, in its order, each with what it is that nobody pleads, "" for
    what is told."""
    clauses = clauses_of(sentence)
    kinds = _kinds(clauses)
    if PROVES.search(sentence):
        done = [own_wrong(folded(own_words(one))) for one in clauses]
        kinds = [kind or (FAULT if _still_done(done, at, clauses) else "") for at, kind in enumerate(kinds)]
    told = "".join(one for one, kind in zip(clauses, kinds, strict=True) if not kind)
    if not re.search(r"\w", told):
        worst = next(kind for kind in (FAULT, LEVERAGE, ASIDE, "") if kind in kinds)
        return [(sentence, worst)]
    if own_wrong(folded(own_words(told))):
        kinds = _without_what_was_done(clauses, kinds)
        if not any(kind == "" for kind in kinds):
            return [(sentence, FAULT)]
    pieces: list[tuple[str, str]] = []
    for clause, kind in zip(clauses, kinds, strict=True):
        if pieces and pieces[-1][1] == kind:
            pieces[-1] = (pieces[-1][0] + clause, kind)
        else:
            pieces.append((clause, kind))
    return [(one, kind or (ASIDE if _REST.fullmatch(one) else "")) for one, kind in pieces]


def _without_what_was_done(clauses: list[str], kinds: list[str]) -> list[str]:
    """Of a sentence that tells a wrong of one's own, what else is pleaded: what was lost, where the wrong is only regretted;
    else from its head on of whom something was bought and what had to be given for it. All of it is left out where nothing of
    the kind is told, or what is left tells the wrong itself."""
    words = [folded(own_words(one)) for one in clauses]
    wrong = [own_wrong(one) or _LEADS_TO_WRONG.search(one) is not None for one in words]
    first = wrong.index(True) if True in wrong else len(wrong)
    regretted = all(_REGRETS.search(one) for one, at in zip(words, wrong, strict=True) if at)
    kept: list[int] = []
    if regretted and any(_LOST_BY_IT.search(one) for one in words):
        kept = [at for at in range(len(words)) if not wrong[at]]
    elif _OF_THEM.search("".join(words[:first])):
        kept = [*range(first)]
    if own_wrong("".join(words[at] for at in kept if not kinds[at])):
        return [FAULT] * len(kinds)
    return [kinds[at] if at in kept else FAULT for at in range(len(kinds))]


# What shows that somebody is a customer, and what was asked of them then; a loss in yuan.
_OF_THEM = re.compile(
    "(?:买|订|团购|报|办|充|体验|下单)(?:了|过|的)[^。]{2,}|(?:公司|店|平台|银行)[^。]{0,12}(?:登记|留|填)"
)
_LOST_BY_IT = re.compile(
    "(?:花|付|交|扣|损失|退)(?:了|过)?[^，,。；]{0,6}\\d|\\d[\\d.]*(?:元|块)?[^，,。；]{0,4}(?:没(?:有)?退|不退)"
)
# What only says that it was a mistake.
_REGRETS = re.compile("后悔|糊涂|蠢事|轻信|^(?:寻思|想着|心想)")
# The line that was ticked, the box, the name under it.
_LEADS_TO_WRONG = re.compile(
    "(?:下面|底下|上面|旁边)[^，,。]{0,4}有一?(?:行|个|条)|打(?:了)?个?[勾钩]|帮我(?:勾|签|点)|犯(?:了)?个?[^，,。]{0,2}糊涂|^(?:寻思|想着|心想)"
)


def _still_done(done: list[bool], at: int, clauses: list[str]) -> bool:
    """Whether a clause goes on from a wrong of one's own, and not from what came to nothing after it."""
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
    words = [folded(own_words(one)).rstrip("，,；;。！!") for one in clauses]
    holds = [grounds(folded(one)) for one in clauses]
    wishes = _wished(words)
    asked = _asked(clauses, words)
    kinds: list[str] = []
    others = False
    for place, own in enumerate(words):
        others = _SAID.search(own) is not None or (others and not _OWN.match(own))
        careless = (not others or _OWN.match(own)) and (
            _LOST.search(own) or _NOT_READ.search(own) or _GUESSED.search(own)
        )
        offers = _OFFERS.search(own) and not _TOLD_THEM.search("".join(words[:place]))
        if careless or offers or _FAULT.search(own):
            kinds.append(FAULT)
        elif wishes[place] or asked[place]:
            kinds.append(ASIDE)
        elif not holds[place] and _LEVERAGE.search(own):
            kinds.append(LEVERAGE)
        elif not holds[place] and _ASIDE.search(own):
            kinds.append(ASIDE)
        else:
            kinds.append(FAULT if kinds[-1:] == [FAULT] and _GOES_ON.match(own) else "")
    return _with_what_is_confessed(clauses, words, kinds)


def _wished(words: list[str]) -> list[bool]:
    """Of each clause whether it is wished, or felt, and did not happen."""
    wished = told_so = others = False
    found = []
    for place, own in enumerate(words):
        others = _SAID.search(own) is not None or (others and not _OWN.match(own))
        told_here = not wished and not _WISH.search(own) and _TOLD_SO.search(own) is not None
        told_so = told_so or told_here
        refuses = told_so and _REFUSES.match(own) is not None
        answered = any(_ANSWERED.match(one) for one in words[place + 1 :])
        happened = refuses or answered or _DATED.search(own) is not None
        at_once = _WISHES_AT_ONCE.search(own) is not None and not (
            others or any(_DATED.search(one) or _TO_THEM.search(one) for one in words[:place])
        )
        wish = (
            (at_once or _WISH.search(own) is not None)
            and not happened
            and not (others and _OF_THEIRS.match(own))
        )
        wished = wished or wish or _FEELS.search(own) is not None
        found.append(wished and not refuses)
    return found


def _asked(clauses: list[str], words: list[str]) -> list[bool]:
    """Of each clause whether it asks what nobody answers."""
    if not words or not words[-1].endswith("?") or REBUTS.search(words[-1]):
        return [False] * len(words)
    first = next((at for at, own in enumerate(words) if _RHETORIC.match(own)), len(words) - 1)
    tells = _TOLD_BESIDE.search("".join(clauses[:-1])) is not None
    return [at >= first or not tells for at in range(len(words))]


def _with_what_is_confessed(clauses: list[str], words: list[str], kinds: list[str]) -> list[str]:
    """What is left out with an admission: what it is that is confessed, but for what grounds a request, and whatever excuses
    it; what stands between two of them; what was signed unread."""
    kinds = [*kinds]
    rebuts = REBUTS.search(words[-1]) is not None
    shown = [grounds(folded(one)) or _GIVES.search(one) is not None for one in clauses]
    confessed = next((place for place, own in enumerate(words) if _CONFESSED.search(own)), 0)
    if confessed:
        for place, own in enumerate(words):
            excused = _EXCUSES.match(own) is not None and not rebuts
            if not shown[place] if place < confessed else excused:
                kinds[place] = FAULT
    announced = False
    for place, own in enumerate(words):
        excused = _EXCUSES.match(own) is not None and _DATED.search("".join(clauses[place:])) is not None
        announced = _ANNOUNCED.match(own) is not None or (announced and not excused)
        if announced:
            kinds[place] = FAULT
    for place in range(len(kinds) - 2, -1, -1):
        between = bool(place) and kinds[place - 1] == FAULT and not shown[place]
        leads = _TAKEN_FOR.match(words[place]) or _ASKED_WHO.fullmatch(words[place])
        if kinds[place + 1] == FAULT and not kinds[place] and (between or leads):
            kinds[place] = FAULT
    read = [_NOT_READ.search(one) is None for one in words]
    if not all(read) and not any(_GIVES.search(one) for one in clauses):
        for place in range(read.index(False)):
            kinds[place] = kinds[place] or (FAULT if _SIGNED.search(clauses[place]) else "")
    return kinds


_CONFESSED = re.compile("^(?:这个|这点|那个)?(?:是)?我(?:自己)?(?:也)?(?:承认|认)$|我不占理$")
_ANNOUNCED = re.compile("^我?(?:也)?(?:晓得|知道|承认)?我?(?:自己)?也?有(?:不对|错)")
_EXCUSES = re.compile("可是?|但是?|不过")
# Who was asked, or only thought so, where what they said of it is left out.
_ASKED_WHO = re.compile(
    "我?(?:又|也|还|就)?(?:问|找)(?:了|过)[^，,。]{1,8}|[^我，,。]{1,5}(?:说|讲|劝我?)(?:就)?算(?:了|啦)[嘛吧呗]?"
)
_TAKEN_FOR = re.compile(
    "我?(?:还)?(?:以为|当是|当成)|这个?[^，,。]{1,3}了就是|连|(?:写|填|留|登记)的是[^，,。]*还是"
)
_SIGNED, _GIVES = (
    re.compile("签|[点勾](?:了|过|选)|一行[灰小]?字"),
    re.compile("写(?:上|了|的|下|过|明)?[^，,。“”]{0,2}(?:名字|姓名|电话|号)"),
)
# Somebody else speaks from there on, until it is said what “I” did; and what is told with a question.
_SAID, _OWN = (
    re.compile("(?<!我)(?:说|称|讲|回复|答复)(?!明|实话|到底)"),
    re.compile("我|这个|差点|怪我|说实话"),
)
_TOLD_BESIDE = re.compile("没|[\\d一二三四五六七八九十](?:月|[日号](?!码))|“")
