"""Which of the details that a court asks for (`complaints.details`) the told part of a story tells already: a paper leaves no
line for what it says a few lines below, and nobody is asked for what they said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from complaints.reading.once import told_once
from documents.excerpts import DATED, WHERE, days_in
from documents.loan_told import loan_told
from documents.material import Case, Prior
from documents.matters import ASKED, PUBLISHED, SETTLED, matters_of
from documents.sales import SOLD_BY
from documents.sentences import folded, parted
from documents.wording import paragraphs


@told_once
def filled_in(case: Case) -> frozenset[str]:
    """The details that a paper of this case tells in the words of the story, by name: what was answered only where as many
    answers are told as complaints were made."""
    lines = paragraphs(case.story)
    asked = [one for one in case.prior if one.body != "police" and one.accepted is not False]
    told = told_of(case)
    found = filled_by(lines) | ({"which_debt"} if loan_told(case) else frozenset())
    if asked and told.issuperset(asked):
        return found | {"answer", "complained"}
    return found | {"answer"} if lines and 0 < len(asked) <= replies_in(lines) else found


@told_once
def told_of(case: Case) -> frozenset[Prior]:
    """The earlier complaints of which the story tells, on the day of the answer or of the complaint, what was said to it."""
    sentences = [folded(one) for line in paragraphs(case.story) for one in parted(line)]
    left, found = [*range(len(sentences))], set[Prior]()
    for one in case.prior:
        # A sentence tells of one of them.
        place = next((at for at in left if _tells_of(one, at, sentences)), None)
        if place is not None:
            left.remove(place)
            found.add(one)
    return frozenset(found)


def _tells_of(one: Prior, at: int, sentences: Sequence[str]) -> bool:
    """Whether a sentence tells what was answered that day, itself or with the one that goes on from it."""
    told, after = sentences[at], sentences[at + 1] if at + 1 < len(sentences) else ""
    on_that_day = told if DATED.search(after) else told + after
    if one.answered is not None and days_in(told, {one.answered}):
        return _SAID.search(on_that_day) is not None
    return one.on is not None and bool(days_in(told, {one.on})) and _REPLIED.search(on_that_day) is not None


_SAID = re.compile("说|称|讲|回(?!来|家)|答|登记|记了|让我|要我|同意|不肯|不给|没有下文|无人|没有人")


def filled_by(lines: Sequence[str]) -> frozenset[str]:
    """The details that told lines tell, by name: a paper that has them leaves no line for these."""
    found = set[str]()
    for sentence in (one for line in lines for one in parted(line)):
        told, matters = folded(sentence), matters_of(sentence)
        tells = {
            "published": (PUBLISHED in matters and (WHERE.search(told) or _SEEN_BY.search(told)))
            or _SENT_TO.search(told),
            "settled": SETTLED in matters,
            "posed": re.search("传票|律师函|立案通知|自称|冒充", told),
            "asked_delete": ASKED in matters and "删" in told,
            "consent_ended": ASKED in matters and re.search("撤回|不再同意", told),
        }
        dated = DATED.search(told) or _AFTERWARDS.search(told)
        found |= {name for name, there in tells.items() if there and dated}
        found |= {name for name, pattern in _TELLS.items() if pattern.search(told)}
    return frozenset(found)


def replies_in(lines: Sequence[str]) -> int:
    """How many answers to a complaint are told."""
    return sum(_REPLIED.search(folded(one)) is not None for line in lines for one in parted(line))


# Counted from a day that the sentence before it names.
_AFTERWARDS = re.compile(
    r"^(?:又|再)?(?:过了?|隔了?)(?:[一两二三四五六七八九几]|\d+)天|^(?:当天|第二天|次日|隔天)"
)
_SEEN_BY = re.compile("微信|短信|彩信|工友|同事|亲戚|朋友|家人|同学|邻居|客户")
_YUAN = r"\d[\d,.]*万?(?:元|块)"
_CLOSE = (
    "妈|爸|爹|父|母|女儿|儿子|老婆|老公|前妻|媳妇|[哥弟姐妹]|单位|学校|公司|车间|办公室|村委|总机|幼儿园|棋牌室|座机|同事|领导|班主任|亲|朋友|邻居|领班"
    "|老板|舅|男友|房东|店长|室友|厨师长|段长|工段|主任|补课|亲家"
)
# Who got it is told with it, and no group.
_SENT_TO = re.compile(
    f"(?:{_CLOSE})[^，,。；]{{0,6}}(?:都|也)?(?:收到|接到)(?:了)?(?:一条|这条|他们的)?(?:短信|彩信)[，,]?(?:说|写|称)我"
    f"|(?:给|向)[^，,。；]{{0,8}}(?:{_CLOSE})[^，,。；]{{0,4}}发(?:了|过|的)?[^，,。；]{{0,4}}(?:短信|彩信|信息)[，,]?(?:说|写|称|内容)"
)
# Each detail in the ways in which people tell it.
_AS_TOLD: Mapping[str, Sequence[str]] = {
    "told_how": (
        "(?:跟|和|向|对)[^，,。；]{1,6}(?:说|讲)过?[，,]?[^。]{0,24}(?:我不认|不还了?|凭啥还|不欠)|我(?:当天|当时|马上)?就(?:说|讲)清楚",
        r"(?<![们方它])(?:在|用|通过|以)[^，,。]{0,6}(?:电话|微信|短信|书面|前台|营业厅|邮件|App)[^，,。]{0,8}(?:说|要|告诉|写|提出|关)",
        r"当面|(?:照片|截图|证明|回单|记录|凭证|入网单|合同)[^，,。]{0,10}发(?:给(?!我)|过去)|(?:让|叫|要)(?:对方|他们?)核对",
        r"(?:跟|和|向|对)(?:他们|对方|[它他她]|那边|客服)[^，,。]{0,6}[说讲][^。]{0,24}(?:不是我|我不是|没有?借|不欠|不认识)",
        "告诉(?:了)?(?:他们|对方|[她他])|(?:跟|给|向|对)[^，,。；]{2,12}(?:讲|说)[^。]{0,20}(?:不是|没有?借|不欠|结清|才办)",
        "我(?:当天|当时|马上)就(?:打过去[，,])?说[^。]{0,10}(?:没有?借|不是|结清|还清)",
    ),
    "impact": (
        "打不进来|半信半疑|早上起不来|接不了单|办不了|寄不了|用不了|开不了|登记不上|登不上|注册不了|没得?上工|不敢下|没敢[给下]|排班|笑话我|晓得了|全村|[不没]敢接|客(?:人)?少|生意少|订到别家|焊坏",
        "睡不|吓着|失眠|吵醒|惊醒|发抖|手抖|哭|吓得|不敢(?!肯定|断定|乱)|刚睡着|不愿意?说话|(?:总|更|就|很)怕|害怕|崩溃|抬不起头|难受|心慌|焦虑|气得|咚咚|后背发凉|脸上火辣|一响就醒|桌子底下|不痛快|脸都红|手都凉",
        "辞退|把我辞|丢了?工作|血压|头发|瘦了|影响|耽误|误了|叫了别人|一直占线|没睡好|说不清|服务分|错过|差点|没有?批|批不下来",
    ),
    "bought": (
        r"\d(?:日|月)[^。]{0,16}(?:买|上|投|办|体验|玩)(?:的|了)(?:车|保险|卡|课|游戏)",
        r"\d(?:元|块)的?(?:体验|课|年?卡)|充(?:了|过)[^，,。]{0,4}(?:回|次)钱",
        r"\d(?:日|号)[^。]{0,30}(?:看了|看过|试了)[^，,。]{0,8}(?:房|套|课)",
        rf"(?:办|买|报|充|订|交)(?:的|了|过)[^。]{{0,24}}{_YUAN}",
        rf"{_YUAN}[^，,。]{{0,10}}(?:卡|会员|课|套餐)",
    ),
    "purchase": (
        rf"(?:买|订|报|充|办)(?:了|的|过)[^。]{{0,24}}{_YUAN}|{_YUAN}[^，,。]{{0,10}}(?:卡|课|油|药|套餐)",
    ),
    "not_as_said": SOLD_BY,
    "consent_where": ("下面有一行小字|勾是自己|默认(?:就)?(?:勾|打)|自己就打上",),
    "passed_to": (
        r"(?:报|说|念|叫)得?出?[^，,。；]{0,12}(?:名字|车牌|班级|一个不差|一个数不差)|名单是|异业合作|行业里都有名单|号[^，,。；]{0,8}(?:哪儿|哪里|从哪)",
        "(?:是|叫)他填的?[^，,。；]{0,4}(?:紧急)?联系人|没问过我",
        "共享|介绍的|转给(?!我)|合作(?:银行|公司|方)",
    ),
    "given_for": (
        r"(?:填(?:了)?表|名字)[^。]{0,24}(?:电话|号码?)(?:全|都)?填|带好友|登记的[^，,。；]{0,8}(?:电话|号)",
        r"\d(?:日|月)[^。]{0,16}(?:买的(?:车|房)|(?:上|投|买)的?保险|报的班|签[^，,。；]{0,6}(?:单|合同))|(?:上|签)[^，,。；]{0,8}写(?:名字|姓名)(?:和|、)电话",
        "(?:愿不愿意|能不能|可不可以|肯不肯)接[^，,。；]{0,10}(?:电话|短信)",
        r"办(?:的|了|过|信用|会员)?卡|充了?\d[\d,.]*(?:元|块)的?卡",
        "(?:填|留|报|登记|写)(?:了|过|上|下|的是)?[^，,。；]{0,8}(?:号|电话)|(?:报|填|留)(?:手表|手机|电话)?号",
    ),
    "sender_proof": (
        "(?:收据|单子|合同|协议|发票|订单)上?[^，,。；]{0,4}(?:盖|印|写)(?:的|着)?(?:章)?是",
        "署名|签名|自称|自报|落款|(?:合同|单子|传单|页面|短信)上?(?:面)?(?:写|印|显示)",
        '(?:说|讲)(?:他们?|自己|这边)?是(?:[“"]|[^，,。]{2,16}的)|开口就?(?:说|是)|盖的章|短信上(?:的)?(?:名字|落款)|(?:收据|协议|合同|单子)[^，,。]{0,6}名字',
    ),
    "refused_how": (
        "(?:莫|不许|不准)再(?:打|发|来)|再不要(?:打|发)|(?:太贵|没兴趣|不需要)[，,](?:不买|不要)",
        r"回(?:了|复)?(?:TD?|退订)|退订成功|不要再打|别再打|别打了",
        "说(?:过|了)?(?:不续|不要|不需要|别|不考虑|不办|不用)",
    ),
    "words": (
        r"(?:说|称|写|骂)[^。]{0,12}[“\"][^”\"]{3,}",
        "(?:说|声称)(?:再|要|不)[^。]{0,16}(?:抓|告|拘|贴|发|函|上门|找|通报|公布|单位|公开|起诉)",
    ),
    "people": (
        "都接到过|(?:打|找)到我?[^，,。；]{0,8}(?:摊位|那儿|那里|那边)",
        f"(?:打|找|发)(?:了|过)?我[^，,。；电]{{0,8}}(?:{_CLOSE})",
        f"(?:{_CLOSE})[^，,。；]{{0,8}}(?:都)?(?:接到过?|收到)",
        f"(?:打|发|找|闹|捅)(?:给|到)[^，,。；]{{0,10}}(?:{_CLOSE})",
    ),
    "published_where": (
        _SENT_TO.pattern,
        "(?:公告栏|班级群|业主群)",
        "加了?我[^，,。；]{0,10}微信|发(?:给|到)了?我?[^，,。；]{0,8}(?:工友|同事|亲戚|朋友|家人|同学|客户)",
        "(?:门|墙|电线杆|公告栏)[上口]?(?:被)?(?:贴|写|喷)",
        "(?:发|贴|传|挂)(?:到|在|进)[^，,。；]{0,16}(?:群|朋友圈|抖音|快手|微博|贴吧|楼|小区|网上|主页|门上|门口|墙)",
    ),
    "whom": (r"(?:打|找|问|跟|联系)(?:了|过)?[^，,。；]{0,12}(?:客服|营业厅|网点|平台|1\d{4})",),
    "paid_how": (
        r"(?:微信|支付宝|银行卡|扫码)(?:上|里)?(?:就)?(?:转|付|扫)(?:了|过去|给)|(?:转|付|扫)了[，,](?:转|付|扫)[到的给]",
        r"扫码(?:交|付|转)了?\d+|叫我扫[，,]我就扫了",
        rf"(?:扫码|转账|转(?:了|给)|微信|支付宝|银行卡|现金)[^，,。；]{{0,8}}(?:付|交|转|给)?[^，,。；]{{0,6}}{_YUAN}",
    ),
    "lost": (
        rf"扣了我?{_YUAN}|扣了我\d+(?=[，,。；]|$)|(?:微信|支付宝)?转给[她他它]{{1}}\d+|交了\d+",
        r"(?:每[条次回]|一[条次回])[^，,。]{0,4}扣[^，,。]{0,4}(?:\d|角|毛)|扣(?:了|掉)?[^，,。]{0,6}短信费",
        rf"(?:定金|押金|预存|话费|少挣|停工|赔|损失|罚[了款])[^。]{{0,20}}(?:{_YUAN}|不退|不肯退)",
        rf"{_YUAN}[^，,。]{{0,8}}(?:不退|没退|不肯退)",
    ),
    "binding_seen": (
        "被[^，,。；]{0,8}(?:客户|用户|别人|他人|人)(?:注册|绑定?|预留|占用)",
        "一登录(?:就|[，,])|已有商户|已被?(?:占用|注册|绑定)|预留(?:在|的是)(?:别人|他人|另)|(?:绑|挂|登记)(?:定)?(?:在|着|了)(?:别人|他人)",
        "(?:提示|显示)[^，,。；]{0,8}(?:注册|绑定|使用)|验证码",
    ),
    "registry": ("一证通查|查(?:了|到|询|出)?[^，,。；]{0,8}(?:名下|登记)",),
    "signed_up": (
        r"\d日[^。]{0,24}(?:店|厅|摊)(?:里)?(?:买|办|看上)(?:的|了|个)?(?:这个|个)?(?:号|卡)|\d日[^，,。；]{0,8}(?:重新)?办的(?:这个|该)?号",
        r"\d日[^，,。；]{0,16}办(?:的|了|好)(?:这个|该|新)?(?:号|手机卡|校园卡|卡)|办了[个张](?:校园|手机|电话)?(?:卡|号)",
        "(?:营业厅|网上|网点|App|直播间|代理)[^。]{0,12}(?:办|领|买|挑|选)[^。]{0,16}(?:卡|号|套餐)",
    ),
    "fee_clause": (
        rf"(?:违约金|选号费|靓号|低消|协议|合约)[^。]{{0,20}}{_YUAN}|{_YUAN}(?:的)?(?:违约金|选号费)",
    ),
    "asked_end": (
        "去[^，,。；]{0,8}销(?=[，,。；号户]|$)",
        "(?:要|想|去|申请|办)[^，,。；]{0,8}(?:退|销[号户]|解约|注销|换号)|销[号户]的话",
    ),
    "credit": ("征信[^。]{0,60}(?:贷款|逾期|借款|记录|一笔)",),
    "loan": (
        r"(?:说|称)我(?:在[^，,。；]{0,14})?(?:借|办|买|欠)了?\d[^。]{0,30}(?:期|还|逾期|一共)",
        rf"{_YUAN}[^。]{{0,24}}(?:放(?:的|款)|尾号|逾期)|(?:打|放)到[^，,。；]{{0,8}}尾号",
    ),
    "amounts": (rf"(?:到手|还(?:了|进去)|本金)[^。]{{0,14}}(?:{_YUAN}|\d{{3,}})",),
    "treatment": (
        "拍片|上药|挂号|诊所|卫生院",
        "[厂校村]医|(?:拿|开|配)了?[^，,。；]{0,4}药",
        "医院|住院|心电图|门诊|看了?医生|诊断|大夫",
    ),
    "receipts": (
        r"\d+(?:元|块)钱?(?:的)?(?:车费|路费|打车费|快递费|停车费|打印费)|(?:打车|班车|停车费|车费|快递|顺丰寄)[^。]{0,16}\d+",
        r"(?:小票|发票|收据|票据|凭证)|有票|(?:快递|顺丰|邮寄|打印|复印|坐车|停车|车费)[^。]{0,12}\d+(?:元|块)|\d+(?:元|块)[^。]{0,8}(?:签收|寄)",
    ),
    "lost_work": (
        r"扣了?[^，,。；]{0,6}(?:半|一|两|\d)(?:天|日)(?:的)?(?:工|假)|请假[^，,。；]{0,4}(?:天|日)扣|误了[^，,。；]{0,4}(?:趟|天)",
        "(?:请了?|误了)[^，,。；]{0,4}(?:天(?:的)?[假工]|次假|[趟次]活)|停工|没(?:有|得)?上[班工]|少[挣赚]",
    ),
    "fees": (
        rf"{_YUAN}[^，,。；]{{0,6}}(?:选号|靓号|开户|入网|预存)|(?:选号|靓号|开户|入网|预存)[^，,。；]{{0,4}}{_YUAN}",
        "(?:收据|收条|发票)[^。]{0,12}(?:章|写)",
    ),
    "noticed": (r"\d日[^。]{0,20}(?:帮我看|一看|查|发现|说是|显示|没有?信号)|发现的时候",),
    "transfers": (r"\d日[^，,。；]{0,6}(?:提|转|刷|扣|划)(?:走|出|了)[^，,。；]{0,4}\d",),
    "label_seen": ('(?:手机|软件|App)(?:上|里)?(?:显示|写)[^。]{0,4}[“"]',),
    "posed": (
        "自称[^。]{0,24}(?:律师|法院|警|检察|法务|书记员|调解)",
        "(?:律师|法院|警)[^。]{0,20}(?:执业证|编号|案号|[哪那]个律师事务所)",
    ),
}
_TELLS = {name: re.compile("|".join(ways), re.I) for name, ways in _AS_TOLD.items()}
_REPLIED = re.compile(
    "只肯|只同意|不同意|不肯|不赔|不退|不办|管不了|不归[^，,。]{1,5}管|承认|(?:要|须|必须)(?:由)?(?:原|前)(?:机主|用户|持有人)"
    "|回(?:了一封|我)[，,]?说|登记了|(?:说|称|让我)(?:要|得)?我(?:们)?(?:自己|本人)?[^，,。]{0,8}(?:去|开|办)"
    '|(?:答复|回复|回电|回话|回我|回信|告知)[^，,。；]{0,6}[，,]?(?:说|称)?[“"]?|(?:客服|柜员|店长|店员|经理|前台|那边|对方|他们)说'
)
