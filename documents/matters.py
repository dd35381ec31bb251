"""What of a dispute a sentence of a story tells: a publication, a demand or refusal, an answer, money, a purchase, who called."""

from __future__ import annotations

import re

from documents.clauses import DECISIVE, REBUTS
from documents.sentences import folded, own_words

PUBLISHED, ASKED, ANSWERED, PAID, SETTLED, BOUGHT, CALLED, KNOWN, DECIDES, CONTINUED, HAPPENED = (
    "published",
    "asked",
    "answered",
    "paid",
    "settled",
    "bought",
    "called",
    "known",
    "decides",
    "continued",
    "happened",
)
OF_THE_MATTER = frozenset(
    {PUBLISHED, ASKED, ANSWERED, PAID, SETTLED, BOUGHT, CALLED, KNOWN, DECIDES, CONTINUED, HAPPENED}
)
ANSWERING = re.compile(
    r"(?:客服|营业厅|营业员|柜员|柜台|窗口|民警|店员|经理|网点|平台|页面|系统|银行|运营商|对方|前台|他们|它|她|他|商家|公司)[^，,。；]{0,6}(?:(?<!没)(?<!没有)说|(?<!自)称|答复|回复|表示|承认|让我|叫我)"
    r"|[，,：:](?:说|称)(?!过|了我|了不|不)|只肯|只同意|不肯|不同意|不理|不听|不赔|不退|管不了|不归[^，,。；]{1,5}管|不(?:给|予)(?:办|退|解|删)|前台收了|没人理|没有理"
    r"|(?:要|须|必须)(?:由)?(?:原|前)(?:机主|用户|持有人)|[，,](?:教|让|叫)我(?=[^，,。；]{2})"
)
# What was said or written to whoever tells of it, in its own words.
_WORDS = re.compile("“[^”]{6,}”")
_ASKED = re.compile(
    r"不要再|别再|不许再|拒绝|退订|关(?:掉|闭|了)|撤下|撤回|删(?:除|掉)|投诉|举报|申请改正|要求|要(?:他们|它|对方|其)|让(?:他们|它|对方)"
    r"|告诉(?:了)?(?:他们|它|对方|客服)|(?:跟|和|向|对)(?:他们|它|对方|客服)说|回(?:复)?(?:了)?(?:TD?|退订)(?![A-Za-z])|挂失|报(?:了)?警|要退|去退|去销"
)
# Who else may have been called or written to.
_CLOSE = (
    "(?:大?[伯叔舅姑姨]|小舅子|弟媳|[爸妈爹娘]|班主任|老师|会计|村委|村里|工段|车间|段长|厨师长|[班组店线]长|前台|办公室|学校|幼儿园"
    "|同事|同学|邻居|亲戚|朋友|前男友|前妻|对象|老板|主管|单位)"
)
_CALLED_BESIDES = rf"打(?:到|给)?(?:了)?我?们?(?:的|家)?[^，,。；我]{{0,8}}{_CLOSE}"
_SEVERAL_CALLED = re.compile(rf"{_CALLED_BESIDES}.*{_CALLED_BESIDES}")
_MATTERS = {
    PUBLISHED: re.compile(
        r"发(?:到|在|布|进)(?!了?我的?(?:手机|号|这|邮箱|微信(?!群)))[^，,。；]{0,10}(?:群|朋友圈|网|微博|抖音|快手|贴吧|单位|公司|小区)|转发|贴(?:到|在|出)|(?:门|墙|栏)上[^，,。；]{0,4}贴"
        r"|公开(?!课)|曝光|群发|加了?我[^，,。；]{0,10}微信|(?:照片|头像|身份证)[^，,。；]{0,4}P(?:在|成|进)|(?:打|发)(?:给|到)(?:了)?(?:我)?[^我，,。；]{0,8}(?:父母|单位|领导|同事|亲友|家人|前台|人事|邻居|老婆|老公|妻子|丈夫|[爸妈哥弟姐妹]|儿子|女儿|儿媳|[岳丈]母|丈人|班组?长|老板|厂里)"
        r"|告诉(?:了)?(?:我)?(?:同事|亲友|家人|邻居|单位)"
        rf"|{_CALLED_BESIDES}|{_CLOSE}[^，,。；]{{0,10}}收到"
    ),
    ASKED: _ASKED,
    ANSWERED: ANSWERING,
    PAID: re.compile(
        r"转(?:了|走|账|出)|付(?:了|款|过)|被扣|扣(?:了|掉)|每月扣|交(?:了|\d)|充(?:了|值)|\d+元(?:才|就)"
        # Where it went, what did not come, what is charged, and what was paid and had for it.
        r"|(?:提|取|划|刷)(?:走|现)|尾[号数]\d{3,}|没(?:有)?到(?:账|过)|流水(?!线)|每个?月[^，,。；]{0,8}\d+(?:元|块)|扣到|只剩"
    ),
    SETTLED: re.compile("还清|结清|清偿|还完"),
    BOUGHT: re.compile("买(?:了|的)|订(?:了|购)|下单|收到的(?:是|货|东西)"),
    CALLED: re.compile("自称|冒充"),
    # Who never signed, stood surety or was there; on what device; what came of it.
    DECIDES: re.compile(
        r"(?:没有?|没|从未|未曾|不是)[^，,。；]{0,8}(?:担保|联系人|同意过|办过|签过|授权)|不是我(?:借|办|签|本人)"
        r"|在外地|出差|不在(?:本地|当地|家|国内)|住院|新(?:手机|设备)|陌生设备|异地登录"
        r"|没(?:有)?(?:去|到)过|身份证[^，,。；]{0,10}(?:丢|被盗|被偷|遗失|借)|打卡|考勤"
        r"|(?:贷|申请|签证)[^，,。；]{0,6}被拒|不敢接|靠(?:这个)?(?:电话|号码|手机|接单)"
        r"|不(?:勾|点|授权|打勾)[^，,。；]{0,16}就(?:不|没法|用不了|注册不了)|默认勾选|还了[^，,。；]{0,16}期|\d期[^，,。；]{0,8}还了|分\d+期|每期\d|按合同[^，,。；]{0,8}\d|\d(?:元|块)?(?:冲|抵)(?:的是|了)|上了\d+[节次课]|连[^，,。；]{1,14}都(?:晓得|知道|清楚)|从[^，,。]{2,10}到[^。]{0,20}[\d一二三四五六七八九十]+天|(?:凌晨|半夜|深夜|夜里|早上[5-7五六七]点)[^，,。；]{0,6}(?:打|发|响|来)"
    ),
    # What they knew, and who gave it to them.
    KNOWN: re.compile(
        "知道我(?:的|家|住|在)|(?:叫|说)(?:出|得出)我的|一个不差|刷脸|人脸|读取?通讯录|(?<!我)(?:写|填|交)(?:了|上)[^，,。；]{0,8}(?:电话|号码|手机号)"
    ),
    # That it went on, after a day or after somebody promised otherwise.
    CONTINUED: re.compile(
        r"(?:照样|照旧|又|还是|继续|就)(?:开始)?(?:打|发|来)(?:了|过|来)?(?:电话|短信|[\d几好多两]+[个条]|(?=[，,。；]|$))|(?:消停|安静|停)了"
        r"|一天(?:最多|少说|就)?[^，,。；]{0,5}[\d一二两三四五六七八九十几]+[个条次通]|(?:晚上|夜[里班])[\d九十一二]{1,3}点"
    ),
}


def matters_of(sentence: str) -> frozenset[str]:
    """What of a dispute a sentence tells: a publication, a demand or refusal, an answer, money, a purchase, who called."""
    told = folded(sentence)
    found = {name for name, pattern in _MATTERS.items() if pattern.search(told)}
    found |= {ANSWERED} if _WORDS.search(sentence) else set()
    decides = (
        DECISIVE.search(folded(own_words(sentence))) or _SEVERAL_CALLED.search(told) or REBUTS.search(told)
    )
    return frozenset({*found, DECIDES} if decides else found)
