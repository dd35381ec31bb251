"""What of a story nobody puts into a paper but the person: what may be held against them, numbers of others, harsh words."""

from __future__ import annotations

import re
from collections.abc import Collection

from complaints.reading import identities_in, mobiles_in, people_in
from documents.sentences import folded, own_words

# Why a sentence is left to the person.
ADMITS, OTHERS, VOICE, UNDATED, HARSH, ANOTHER = "admits", "others", "voice", "undated", "harsh", "another"

# ── Admissions ───────────────────────────────────────────────────────────────────────────────────────────────────────
_DEBT = re.compile(
    r"欠|借(?:过|了|款|的|钱)(?![^，,。；]{0,10}(?:手机|电话|充电))|贷(?:过|了)|逾期|没(?:有)?还|还不(?:上|起|出)|认(?:这|账|了|下)|承认(?:欠|借)"
)
_OWN_DEBT = re.compile(
    "(?<![说称讲喊写道])我(?:是|确实|真的|也|还|曾|曾经)?(?:欠(?!费)|借(?:过|了)(?![^，,。；]{0,10}(?:手机|电话|充电))|贷(?:过|了))|我(?:向|在|从|跟|找)[^，,。；没未]{0,12}(?:借|贷)(?:过|了|钱)"
    "|我(?:也)?(?:承认|认(?!识|为|出|得))"
)
# What one did wrong oneself: abuse, untruth, what was somebody else's, a code handed over, a loss brought about.
_OWN_WRONG = re.compile(
    r"没来得及|我[^，,。；]{0,4}(?:骂|吼)(?!我)|骂(?:了|过|完)(?!我)|狠话|提(?:着|起)?刀|脏话|(?:跟|和)(?:他|他们|对方|她)[^，,。；]{0,4}吵"
    r"|(?<!不)乱讲|(?<![说讲称回])这个?(?:是|都是)假的|装不(?:晓得|知道)|好话|蠢事|说坏了|不地道"
    r"|[刷用](?:了|的是)?(?:[他她]|人家|别人|同事|朋友)的(?:卡|账号|身份证|名字)|(?:进|登)(?:了|进|录了?)[^，,。；]{0,6}(?:别人|他|她)(?:的)?账号|点进去(?:看|翻)"
    r"|试着[^，,。]{0,6}(?:点|登|按|注销)|怕犯法|我[^，,。；]{0,8}(?:取消|删)了?[^，,。；]{0,6}(?:订单|她的|他的)|没有?(?:拆下来)?(?:还|退|交)(?:给|回)"
    r"|(?:把|将)[^，,。；]{0,10}(?:验证码|密码)[^，,。；]{0,6}(?:告诉|给|发|念)|点(?:了|开)(?:链接|进去)|轻信|贪(?:小)?便宜"
    r"|问了?(?:一句|一下)?[^，,。；]{0,4}(?:价|多少钱)|断了[^，,。；]{0,6}没有?还|替[^，,。；]{1,4}还(?:点|一点|上)"
    r"|我承认|我(?:自己)?认(?=[，,。；])|不该|后悔|怪我|不能全?怪(?:她|他|人家|它)|我(?:的|也有)(?:错|不对|责任)|我(?:确实|是|也)(?:拿|收|用|点|签|登)(?:了|过)|(?<!给)我(?:就|都)?点了(?!退订|拒|外卖|菜)"
)
# What was given or agreed to, which the rest of a case may be about; not for what it was given, and not what others say of it.
_GAVE = re.compile(
    "留(?:过|了|下)[^，,。；]{0,6}(?:号|电话|信息|资料|联系方式)|勾(?:了|选了?)|填(?:过|了)[^，,。；]{0,6}(?:我的|号|电话)|我[^，,。；]{0,6}(?:注册|同意)(?:过|了)"
)
_GIVEN_FOR = re.compile("用(?=[，,。；]|$)|为了|以便|方便|说是|通知|送货|取货")
# Nobody is at fault for what they say they never did, or had to.
_NEVER = re.compile(
    r"(?:必须|只能|不得不|强制|默认)[^，,。；]{0,4}?(?:同意|授权|签|勾|填|留|注册)(?:选|过|了|下)?(?:同意)?|(?:没有?|从未|未曾|从来没有?|不(?!该|应))[^，,。；]{0,6}?(?:同意|约定|授权|签|勾|填|留|注册|认(?!识|为))(?:过|了|下|可)?"
)
_AS_THEY_SAY = re.compile(
    "[说称讲](?:我|原告)?(?:还|一共|总共)?欠[^，,。；]*|(?<!我)(?:说|称|讲|回(?:了)?我|答复|写(?:的|着)|印(?:的|着)|贴)[^。；]*"
)
_REPORTED = re.compile("(?:说|称|讲|写着?|来了?[个条](?:电话|短信|消息))(?!我(?:也|承认)).*")
# What somebody takes for so, or denies, is no word that it is so: “她以为是我欠的钱”, “这笔钱不是我欠的”.
_NOT_SO = re.compile("(?:误以为|以为|当(?:成|是)|怀疑|误会)[^，,。；]*|(?:不|没)是我(?:欠|借|贷)[^，,。；]*")
_SETTLED = re.compile("还清|结清|清偿|还完|付清|免掉|免除|减免|一次性?付|回单")
_HELD_BACK = re.compile("到手|实际到账|只到账|先扣|砍头|服务费|会员费|手续费")
# The account of a loan: its instalments, what is left of them by contract, what a payment was set off against.
_ACCOUNT = re.compile(
    r"分\d+期|每期[^，,。；]{0,3}\d|\d+期[^。；]{0,8}按合同[^。；]{0,8}\d|\d(?:元|块)?(?:冲|抵)[^，,。；]{0,4}费"
)
# What whoever died left, and who has it now: an inventory that nobody asked for.
_ESTATE = re.compile(
    "(?:留|剩)(?:了|下|得)[^，,。；]{0,10}(?:房|屋|地(?!址)|车|存款|存折|铺面?|钱)|(?:房|屋|存款|存折|车子?)[^。；]{0,10}(?:没有?|未)?(?:过户|卖(?:掉|了)?|分掉?)"
)
# ── Others ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# What begins like a family name and is none: kin, “not even”, what somebody does.
_NOBODY = re.compile("孙[子女]|孙媳|祖[父母]|连(?!成|胜)|.[得了着不]")
_CALLED_SO = re.compile("(?:说|骂|喊|叫|写|称)(?:着|了|过)?(?:我|俺|咱)[^，,。；]*")
_HARSH = re.compile("骗子|黑社会|流氓|混蛋|王八|畜生|人渣|败类|无耻|不要脸|垃圾公司|强盗|土匪")


def others_in(story: str, known: str, names: Collection[str]) -> list[str]:
    """Whom a story names besides the parties, ``names``, and besides those whom a paper names itself in what is ``known``: what
    is told of them is evidence, and what they are called is not for its reader."""
    return [
        one
        for one in people_in(story)
        if not (_NOBODY.match(one) or one in known or any(one in name for name in names))
    ]


def caution_of(sentence: str, known: str, *, owed: str, helped: bool, gave: bool = False) -> str:
    """Why a sentence is left to the person, "" for none: ``known`` is what a paper says anyway, ``owed`` whose
    debt it is, ``helped``: somebody told it for another adult, ``gave``: the case itself says that the data was given. Nobody
    admits what others said."""
    own = folded(own_words(sentence))
    left = owed == "others" and _ESTATE.search(own)
    if left or own_wrong(own) or (not gave and _gave(own)) or _owes(own, owed):
        return ADMITS
    reached = [one for one in mobiles_in(sentence) if one not in known]
    if reached or identities_in(sentence):
        return OTHERS
    if helped and "我" in sentence:
        return VOICE
    # What the other side calls whoever told it is what happened.
    return HARSH if _HARSH.search(_CALLED_SO.sub("", own)) else ""


def own_wrong(told: str) -> bool:
    """Whether words tell of a wrong of one's own that may be held against who wrote them."""
    return _OWN_WRONG.search(_NEVER.sub("", told)) is not None


def _gave(told: str) -> bool:
    """Whether they tell that data was given, and not what for: that is what its use is measured by."""
    return _GAVE.search(_NEVER.sub("", told)) is not None and not _GIVEN_FOR.search(told)


def _owes(told: str, owed: str) -> bool:
    """Whether they say that whoever wrote them owes."""
    if owed == "disputed" and (_NEVER.search(told) or ("争议" in told and not re.search("借过|借了", told))):
        return False  # what they never agreed to is what they dispute, and that they borrowed a claim says itself
    if owed in ("own", "disputed"):
        # Of a loan that the paper tells of anyway, how much came of it and what was held back is the dispute.
        if owed == "disputed" and _ACCOUNT.search(told):
            return False  # by what account more is claimed than is owed is the dispute
        reported = _AS_THEY_SAY.sub("", told)
        if "征信" in told:  # what stands in a credit report is looked up, not admitted
            reported = reported.replace("逾期", "")
        return _DEBT.search(reported) is not None and not _HELD_BACK.search(told)
    # Of no debt of theirs what others said of it is nobody's word but theirs.
    return (
        not _SETTLED.search(told) and _OWN_DEBT.search(_NOT_SO.sub("", _REPORTED.sub("", told))) is not None
    )
