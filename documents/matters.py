"""What of a dispute a sentence of a story tells, and whether it grounds a request: then no rule leaves it out."""

from __future__ import annotations

import re

from complaints.reading import fold
from complaints.reading.pressure import threats
from documents.sentences import folded

PUBLISHED, ASKED, PAID, SETTLED, BOUGHT, HAPPENED = (
    "published",
    "asked",
    "paid",
    "settled",
    "bought",
    "happened",
)
OF_THE_MATTER = frozenset({PUBLISHED, ASKED, PAID, SETTLED, BOUGHT, HAPPENED})
# Who else may have been called or written to.
_CLOSE = (
    "(?:大?[伯叔舅姑姨]|小舅子|弟媳|[爸妈爹娘]|班主任|老师|会计|村委|村里|工段|车间|段长|厨师长|[班组店线]长|前台|办公室|学校|幼儿园"
    "|同事|同学|邻居|亲戚|朋友|前男友|前妻|对象|老板|主管|单位)"
)
_MATTERS = {
    PUBLISHED: re.compile(
        r"发(?:到|在|布|进)(?!了?我的?(?:手机|号|这|邮箱|微信(?!群)))[^，,。；]{0,10}(?:群|朋友圈|网|微博|抖音|快手|贴吧|单位|公司|小区)|转发|贴(?:到|在|出)|(?:门|墙|栏)上[^，,。；]{0,4}贴"
        r"|公开(?!课)|曝光|群发|加了?我[^，,。；]{0,10}微信|(?:照片|头像|身份证)[^，,。；]{0,4}P(?:在|成|进)|(?:打|发)(?:给|到)(?:了)?(?:我)?[^我，,。；]{0,8}(?:父母|单位|领导|同事|亲友|家人|前台|人事|邻居|老婆|老公|妻子|丈夫|[爸妈哥弟姐妹]|儿子|女儿|儿媳|[岳丈]母|丈人|班组?长|老板|厂里)"
        r"|告诉(?:了)?(?:我)?(?:同事|亲友|家人|邻居|单位)"
        rf"|打(?:到|给)?(?:了)?我?们?(?:的|家)?[^，,。；我]{{0,8}}{_CLOSE}|{_CLOSE}[^，,。；]{{0,10}}收到"
    ),
    ASKED: re.compile(
        r"不要再|别再|不许再|拒绝|退订|关(?:掉|闭|了)|撤下|撤回|删(?:除|掉)|投诉|举报|申请改正|要求|要(?:他们|它|对方|其)|让(?:他们|它|对方)"
        r"|告诉(?:了)?(?:他们|它|对方|客服)|(?:跟|和|向|对)(?:他们|它|对方|客服)说|回(?:复)?(?:了)?(?:TD?|退订)(?![A-Za-z])|挂失|报(?:了)?警|要退|去退|去销"
    ),
    PAID: re.compile(
        r"转(?:了|走|账|出)|付(?:了|款|过)|被扣|扣(?:了|掉)|每月扣|交(?:了|\d)|充(?:了|值)|\d+元(?:才|就)"
        # Where it went, what did not come, what is charged, and what was paid and had for it.
        r"|(?:提|取|划|刷)(?:走|现)|尾[号数]\d{3,}|没(?:有)?到(?:账|过)|流水(?!线)|每个?月[^，,。；]{0,8}\d+(?:元|块)|扣到|只剩"
    ),
    SETTLED: re.compile("还清|结清|清偿|还完"),
    BOUGHT: re.compile("买(?:了|的)|订(?:了|购)|下单|收到的(?:是|货|东西)"),
}


def matters_of(sentence: str) -> frozenset[str]:
    """What of a dispute a sentence tells: a publication, a demand or refusal, money, a settled debt, a purchase; else that
    something happened."""
    told = folded(sentence)
    return frozenset(name for name, pattern in _MATTERS.items() if pattern.search(told)) or frozenset(
        {HAPPENED}
    )


def puts_or_answers(sentence: str) -> bool:
    """Whether a sentence tells that something was asked of somebody, or answered."""
    return ASKED in matters_of(sentence) or _GROUNDS["answer"].search(folded(sentence)) is not None


# ── What no rule leaves out ──────────────────────────────────────────────────────────────────────────────────────────
# A paper, a record or an act that decides a case.
PROVES = re.compile(
    "免掉|免除|减免|结清|付清|还清|清偿|回单|回执|凭证|流水|销(?:的)?号|销户|盖(?:了|的|着|有)?[公红]?章|红章|证明|(?:开户|销号|带看|登记|开通|退货)单|单子(?!多|少)|收据|签收|(?<!续)合同|报名|报了?(?:正|网)?课|受案"
    "|小票|发票|截图|录音|顺丰|快递给|挂号信|征信"
)
OTHER_SIDE = (
    "客服|营业[厅员]|柜[员台]|窗口|民警|店[员长]|经理|网点|平台|银行|运营商|对方|前台|他们|商家|公司|站点"
)
_GROUNDS = {
    "sum": re.compile(
        r"(?:花|付|转|扣|交|充|赔|罚|挣|赚|损失|费)[^，,。；]{0,10}\d[\d.]*(?:元|块)|\d[\d.]*(?:元|块)[^，,。；]{0,6}(?:费|不退|没退|花|付|转|扣)"
    ),
    "third person": re.compile(
        f"{_MATTERS[PUBLISHED].pattern}|[打发寄](?:到|给)(?:了)?(?!我(?:的)?(?:手机|号|电话|微信)?(?:[上里]|[，,。；]|$))"
    ),
    "purpose": re.compile(
        "(?:留|填|报|登记|写|给)(?:了|过|的是)?[^，,。；]{0,6}(?:号|电话|手机)[^。；]{0,12}(?:用(?=[，,。；]|$)|为了|说是|方便|送货|取货|通知)"
    ),
    "refusal": re.compile(
        r"(?:不要|别|莫|不许|不准)(?:再|继续)?(?:给我)?(?:打|发|来|联系|骚扰|推销)|拒绝(?!了?我)|退订|回(?:复)?(?:了)?TD?(?![A-Za-z])"
        "|(?:说|讲)[^。；]{0,10}(?:不需要|不考虑|不买|不办|不续|没兴趣)"
    ),
    "withdrawal": re.compile("撤回|注销|(?:取消|撤销)(?:了)?授权|不再同意|解(?:除)?绑"),
    "answer": re.compile(
        f"(?:{OTHER_SIDE})[^，,。；]{{0,6}}(?:(?<!没)(?<!没有)(?<!自)[说称]|答复|回复|表示|承认|让我|叫我)|\\d日[^，,。；]{{0,6}}(?:答复|回复|回了?[我信电说]|[说讲]“)"
        "|不(?:给|肯|予)[^，,。；]{0,4}(?:办|退|解|删|赔)|管不了|不归[^，,。；]{1,5}管"
    ),
    "proof": PROVES,
    "day": re.compile(r"(?<!\d)\d{1,2}月\d{1,2}日"),
}


def reaches_others(told: str) -> bool:
    """Whether folded words tell that somebody else was called or written to."""
    return _GROUNDS["third person"].search(told) is not None


def threatens_others(told: str) -> bool:
    """Whether folded words tell of a threat, or of a crime that one is called guilty of, to somebody else."""
    return reaches_others(told) and (
        not _THREATENED.isdisjoint(threats(fold(told))) or _CALLED_THIEF.search(told) is not None
    )


_CALLED_THIEF = re.compile("(?:说|称|讲|骂|喊)[^，。；]{0,6}(?:偷|骗|诈骗|犯罪|小偷|老赖)")


def grounds(told: str) -> bool:
    """Whether folded words hold what a request rests on: a sum lost, a threat, a third person who was contacted, what a number
    was given for, a refusal, a withdrawal, an answer, a proof, a day."""
    held = any(pattern.search(told) for pattern in _GROUNDS.values())
    return held or not _THREATENED.isdisjoint(threats(fold(told)))


_THREATENED = frozenset({"detention", "violence", "publicity", "door_visit"})
