"""The wording by which a message says how to stop it: 回T退订, 退订请回复TD, 拒收回R, TD退订.

Meant is unsubscribing from this sender's messages by SMS. Cancelling a paid service, refusing a code that one did not ask
for, answering a contact request and 次月不退订 are not that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaints.reading.folding import Folded, Span
from complaints.reading.prefilter import Index


@dataclass(frozen=True)
class OptOut:
    """`code` is what to reply, `text` the wording as written."""

    code: str
    text: str
    span: Span


_GAP = r"[ \n.·*_|/~^-]{0,2}"  # what senders put between characters so that filters do not see the word
_STOP = (
    rf"(?:退{_GAP}[订定阅](?!单)|拒{_GAP}[收绝](?!用)|谢绝(?:接收|来信)?|取消(?:订阅|接收|关注)|"
    rf"停止(?:接收|发送)|"
    rf"(?:不再?|不想|不愿|不希望|不欲|不愿意|无需|不需|不要|勿)(?:再|继续|想|要){{0,2}}(?:接收|收到|打扰|发送|收取|收)|屏蔽|免打扰)"
)
_OBJECT = (
    r"(?:[此该本]类|[此该本]条?|[此该本]端口|这类|此种|以上|所有|全部|我们的|商业|营销|广告|推广|"
    r"优惠|促销|活动|相关|后续|类似){0,4}"
    r"(?:(?:短|彩)?(?:信息|讯息|信|讯)|资讯|消息|广告|内容|推送|通知|打扰)?"
)
_REPLY = (
    rf"(?:请|可|则|均|即|,|、|您|以|用|直接|编辑|短信|免费|发?送?短信|[:;。\s]){{0,6}}"
    rf"(?:回{_GAP}[复覆]?|发{_GAP}送?|编辑|输入|按|R[Ee](?:ply)?)(?:短信|字母|数字|内容|代码|指令|"
    rf"大写|英文|[:;,\s]){{0,4}}"
)
_QUOTE = r"[\s\"'“”‘’「」『』<>《》()\[\]【】:+]{0,3}"
_LETTERS = r"[A-Za-z0-9@#*]"
# A code: 1–10 signs in a row, or single letters with blanks between them (T D).
_CODE = (
    rf"(?P<code>{_LETTERS}(?:[ ]{_LETTERS}){{1,4}}(?!{_LETTERS})|{_LETTERS}{{1,10}}|"
    rf"(?<=[\"“‘「『])[㐀-鿿]{{1,4}}(?=[\"”’」』]))"
)
_TARGET = (
    r"(?P<target>[\s,]{0,3}(?:到|至|发送?到|发送?至)\s{0,3}(?P<number>\d{3,21}|本号码?|本机|原号码?|"
    r"此号码?)?)?"
)

_STOP_THEN_CODE = re.compile(
    rf"(?P<stop>{_STOP})(?P<object>{_OBJECT})[业务服功能提醒]{{0,4}}{_QUOTE}[,。;\s]{{0,2}}{_REPLY}{_QUOTE}{_CODE}{_QUOTE}{_TARGET}"
)
_CODE_THEN_STOP = re.compile(
    rf"{_REPLY}{_QUOTE}{_CODE}{_QUOTE}{_TARGET}[\s,]{{0,3}}(?:即可?|可以?|便可?|就可?|进行|办理|立即|"
    rf"直接|来|则|回复|发送){{0,3}}\s{{0,3}}"
    rf"(?P<stop>{_STOP})(?P<object>{_OBJECT})"
)
# The conventional codes need no verb: TD退订, 退订TD, T退订, 拒收R.
_BARE = r"(?P<code>T|TD|td|t|N|R|Q|B|QX|TDX?|TDDX|DX|[0]{1,5}|T\sD)"
_BARE_CODE_THEN_STOP = re.compile(
    rf"(?<![A-Za-z0-9/=?&_.-]){_BARE}{_QUOTE}\s?(?P<stop>{_STOP})(?P<object>{_OBJECT})"
)
_STOP_THEN_BARE_CODE = re.compile(
    rf"(?P<stop>{_STOP})(?P<object>{_OBJECT})[:,]?{_QUOTE}{_BARE}(?![A-Za-z0-9]){_QUOTE}"
)
_WORD_AS_CODE = re.compile(
    rf"(?:{_STOP}{_OBJECT}{_REPLY}{_QUOTE}|{_REPLY}{_QUOTE})(?P<code>退订|拒收|不要|取消|"
    rf"停)(?P<stop>)(?P<object>)"
    rf"(?=[\"“”'」』)】\]]*\s*(?:即可|可|[。,!;\s]|退订|拒收|$|[【\[]))"
)
# 退 alone says it only with a conventional code glued to it, at the end of what is said: TD退, 退T.
_END = r"(?=[\s\"'”’」』)】\]]*(?:[。.,!;]|$|[【\[(]))"
_SHORT_AFTER_CODE = re.compile(
    rf"(?<![A-Za-z0-9/=?&_.-])(?:回复?{_QUOTE})?(?P<code>T|TD|R|N|td|t){_QUOTE}(?P<stop>退)(?P<object>){_END}"
)
_SHORT_BEFORE_CODE = re.compile(
    rf"(?P<stop>退)(?P<object>)(?:请?回复?)?{_QUOTE}(?P<code>T|TD|R|N|td|t){_END}"
)
_ANSWER = r"\b(?:[Rr]eply|REPLY|[Tt]e?xt|TE?XT|[Ss]end|SEND)(?: with| WITH)?\s"
_LEAVE = (
    r"(?:[Uu]nsubscribe|UNSUBSCRIBE|[Oo]pt[ -]?[Oo]ut|OPT[ -]?OUT|[Ss]top|STOP|[Ee]nd|END|[Cc]ancel|CANCEL)"
)
_ENGLISH_CODE = r"(?P<code>[A-Za-z0-9]{1,12})"
_ENGLISH = (
    re.compile(
        rf"{_ANSWER}{_QUOTE}{_ENGLISH_CODE}{_QUOTE}\s?(?:to \d+ )?(?:to|TO|for|2) (?P<stop>{_LEAVE})(?P<object>)"
    ),
    re.compile(rf"(?P<stop>{_LEAVE})(?P<object>)[^.!?\n]{{0,24}}?{_ANSWER}{_QUOTE}{_ENGLISH_CODE}"),
)
_FORMS = (
    _STOP_THEN_CODE,
    _CODE_THEN_STOP,
    _BARE_CODE_THEN_STOP,
    _STOP_THEN_BARE_CODE,
    _WORD_AS_CODE,
    _SHORT_AFTER_CODE,
    _SHORT_BEFORE_CODE,
    *_ENGLISH,
)
_INDEX = Index([form.pattern for form in _FORMS])

_NEGATED = re.compile(r"(?:不|未|没有?|勿|若不|非)$")
_ABOUT_MESSAGES = re.compile(r"(?:短信|信息|资讯|消息|彩信|广告|推送|信)$")
_PAID_OBJECT = re.compile(
    r"^(?:[此该本]?(?:项|个)?)?(?:增值)?(?:业务|服务|套餐|包月|会员|功能|彩铃|提醒|订购|自动续费|"
    r"流量包|产品|课程|订单|点播)"
)
_PAID_BEFORE = re.compile(r"(?:业务|套餐|包月|会员|彩铃|订购|点播|增值服务|续费)(?:如需|需|请|可|的)?[,;]?$")
_ORDERED = re.compile(
    r"(?:成功|已|您)(?:为您)?(?:成功)?(?:订购|定购|定制|开通|办理|购买|续订|订阅)|正在使用的业务|"
    r"确认(?:支付|订购)?请回复"
)
_PRICED = re.compile(
    r"元/(?:月|半?年|季|次|条|首)|包月|月租|信息费|功能费|资费|月费|月使用费|扣费|业务包|"
    r"每月\d+(?:\.\d+)?元|月\d+元"
)
_NOT_OWN_ACT = re.compile(
    r"(?:如|若|倘)?(?:非|不是|并非)(?:您|你)?(?:的)?本人|(?:如|若)?(?:没有|未|不是您?)(?:申请|注册|"
    r"操作|获取)"
)
_REMINDER = re.compile(r"(?:收到|接收|取消|关闭|退订|定制)[^。,!]{0,8}提醒|提醒(?:服务|业务|功能)")
_FRIEND = re.compile(r"好友")
_CONTACT = re.compile(r"好友|同意(?:请)?回")
_UNSUBSCRIBING = re.compile(r"退.{0,2}[订定阅]")
_PAID_TARGET = re.compile(r"^1(?:0[06]|2[56])\d+$")


# What else a reply is asked for: 咨询办理回复2，退订回复T.
_PURPOSES = (
    r"(?:咨询|办理|受理|人工|客服|转接|查询|申请|领取|了解|详情|预约|确认|同意|参加|参与|报名|续订|续费|开通|订购|购买|联系|"
    r"投诉|缴费|还款|分期|活动|继续|接收|夜间)"
)
_OTHER_PURPOSE = re.compile(rf"{_PURPOSES}(?:请|可|直接|均可|:){{0,2}}$")
_OTHER_USE = re.compile(rf"[\"'“”」\s]{{0,2}}{_PURPOSES}")


def opt_out(folded: Folded) -> OptOut | None:
    """The first wording in the message that offers to stop it by a reply.

    Of several replies around one 退订 the one that is said in one breath with it is meant, and of those the one behind it.
    """
    matches = sorted(
        (
            match
            for place in sorted(_INDEX.possible(folded.text))
            for match in _FORMS[place].finditer(folded.text)
        ),
        key=lambda match: (match.start("stop"), *_distance(match), -(match.end() - match.start())),
    )
    for match in matches:
        if _unsubscribes(folded.text, match):
            code = re.sub(r"\s", "", match["code"])
            start, end = _trimmed(folded.text, match)
            return OptOut(code, folded.original[slice(*folded.span(start, end))], folded.span(start, end))
    return None


def _distance(match: re.Match[str]) -> tuple[bool, bool, bool]:
    """How far a code stands from its 退订: behind a comma; a bare number (退订0元起); before it."""
    before = match.start("code") < match.start("stop")
    near, far = ("code", "stop") if before else ("object", "code")
    between = match.string[match.end(near) : match.start(far)]
    bare = match["code"].isdigit() and not before and not between.strip("\"'“”「」: ")
    return bool(re.search(r"[,。;\n]", between)), bare, before


def _of_another_purpose(text: str, match: re.Match[str]) -> bool:
    """Whether the words beside the code say what else it is for: 咨询回1 退订请致电 …, 退订，回复1咨询."""
    if match.start("code") > match.start("stop"):
        return _distance(match)[0] and bool(_OTHER_USE.match(text, match.end("code")))
    # A comma or a blank before the reply begins a new clause: 领取优惠，回复T退订.
    return match[0][0] not in ",。; " and bool(
        _OTHER_PURPOSE.search(text[max(0, match.start() - 12) : match.start()])
    )


def _trimmed(text: str, match: re.Match[str]) -> Span:
    start, end = match.span()
    while start < end and text[start] in " ,。;:、\n":
        start += 1
    while end > start and text[end - 1] in " ,。;:\n":
        end -= 1
    return start, end


def _clause_before(text: str, at: int) -> str:
    return re.split(r"[。!;\n]", text[max(0, at - 40) : at])[-1]


def _unsubscribes(text: str, match: re.Match[str]) -> bool:
    stop = match.start("stop") if match["stop"] else match.start()
    if _NEGATED.search(text[max(0, stop - 2) : stop]):
        return False
    if _of_another_purpose(text, match):
        return False
    if match["code"].lower() in {"app", "www", "http", "https", "wap"}:
        return False
    if re.fullmatch(r"\d{6,}", match["code"]):
        return False
    after = text[match.end() : match.end() + 12]
    clause = _clause_before(text, match.start())
    around = clause + match[0] + after
    # 同意回1，拒绝回2 answers a request; 同意回1，不同意回2，退订回T says how to stop beside it.
    request = _FRIEND if _UNSUBSCRIBING.match(match["stop"]) else _CONTACT
    if _NOT_OWN_ACT.search(text[max(0, match.start() - 24) : match.start()]) or request.search(
        clause + match[0]
    ):
        return False
    about_messages = bool(_ABOUT_MESSAGES.search(match["object"])) or bool(
        re.match(r"[此该本]?(?:类|条)?(?:短信|信息)", after)
    )
    if about_messages:
        return True
    stop_end = match.end("object")
    follows = text[stop_end : stop_end + 8]
    if (
        _REMINDER.search(around)
        or _PAID_OBJECT.match(follows)
        or _PAID_BEFORE.search(text[max(0, stop - 8) : stop])
    ):
        return False
    if _ORDERED.search(text) and _PRICED.search(text):
        return False
    number = match.groupdict().get("number") or ""
    return not (_PAID_TARGET.match(number) and _PRICED.search(text))
