"""What a message demands and threatens: whether it claims a debt, which threats it makes, as which body it speaks."""

from __future__ import annotations

import re

from complaints.reading.folding import Folded, Span, fold
from complaints.reading.sayings.violence import SENT_HOME, VIOLENCE

# slug → wording. detention, violence, publicity and insult are values of the fact `debt.threats`; the others are ours.
THREATS: dict[str, str] = {
    "detention": r"拘留|拘捕|逮捕|抓捕|抓人|批捕|坐牢|牢狱|判刑|刑事(?:责任|立案|案件|犯罪|手段|处罚)|刑法第?|"
    r"铐(?:人|走|起来|你)|追究.{0,6}刑事|涉嫌.{0,14}(?:诈骗|欺诈|犯罪|侵占|透支)|"
    r"(?:恶意|合同|贷款|信用卡)(?:侵占|诈骗|欺诈|骗贷)|网上追逃|通缉|经侦|报警(?:处理|抓)|"
    r"移[交送](?:公安|警方|司法|经侦)|公安(?:机关)?.{0,6}(?:立案|上门|传唤)|传唤",
    "violence": rf"{VIOLENCE}|废了你|不客气|断(?:手|腿)|血债|小心(?:点|你的?|家人)|"
    r"(?:后果|安全)自负|别想(?:逃|跑|好过)|不得安宁|不放过|跟你没完|找人(?:弄|打|堵)",
    "publicity": r"公示|曝光|拉[^。,]{0,2}横幅|公开(?:你|您|其|名单|信息)|登报|张贴|贴(?:大字报|公告)|群发|"
    r"爆(?:你|您|他)?(?:的)?通讯录|通讯录(?:好友|联系人|里)|"
    r"(?:通知|联系|告知|通报|核实|拜访|走访|发送至?)[^。,]{0,10}(?:家人|亲友|亲属|父母|单位|公司|"
    r"村委|居委|社区|邻居|同事|领导|紧急联系人|朋友|学校|户籍)|"
    r"(?:户籍|单位|村委|居委|公司)[^。,]{0,6}(?:核实|走访|调查|通知|了解)|朋友圈|失信(?:人员?|"
    r"被执行人)?名单|老赖名单",
    "insult": (
        r"老赖|骗子|无赖|不要脸|畜生|禽兽|王八|混蛋|人渣|垃圾东西|狗东西|傻[逼比bB]|[他你]妈的?|操你|"
        r"缺德|无耻|败类|死全家|吃绝户|断子绝孙|不得好死|贱(?:人|货)|丢人现眼"
    ),
    "lawsuit": r"起诉|诉讼|仲裁|立案|律师|法院|法务|法催|法诉|法律(?:责任|制裁|程序|手段|途径|措施|后果|文书)|"
    r"司法(?:程序|措施|途径|强制|机关)?|强制执行|"
    r"冻结.{0,6}(?:账户|资产|财产|银行卡|微信)|"
    r"查封|传票|诉前|追责|追究|支付令|财产保全|债务委托书",
    "credit": (
        r"征信|(?:个人)?信用(?:记录|污点|信息基础|受损|报告)|不良(?:信用)?记录|黑名单|失信|人行|"
        r"人民银行.{0,14}(?:数据库|系统)|金融信用信息|报送至"
    ),
    "door_visit": (
        r"上门|走访|外访|上访|下户|实地(?:核实|走访|催收|调查)|登门|前往.{0,12}(?:户籍|单位|住址|住所|"
        r"家|公司|所在地)|到(?:你|您)?(?:家|单位|公司)(?:里|来|找)|预留.{0,4}地"
    ),
}
_THREATS = {slug: re.compile(wording) for slug, wording in THREATS.items()}

_DEBT = re.compile(
    r"欠款|欠费|欠债|欠钱|欠账|拖欠|结欠|逾期|超期|透支|账款|还款|归还|偿还|清偿|结清|还清|还钱|"
    r"催收|催缴|债务|债权|贷款(?:未|已|到期)|未还|最低还款|分期未还|借款(?:未|已)|欠|"
    r"应[还缴付][^。;!\n]{0,30}(?:仍|尚|还|并)?未(?:收到|到账|入账)|(?:仍|尚|至今)?未(?:按[时期约]|足额|全额)?(?:缴|交|付清|偿还|支付)"
)
_NO_DEBT_CLAIMED = re.compile(
    r"(?:以免|避免|防止|免于|如有|若有)[^。,]{0,6}(?:欠费|逾期|欠款)|无需还款|没有?欠|未欠"
)

_SPEAKS_AS: dict[str, str] = {
    "court": r"(?:人民)?法院(?!的)|法庭|执行局|诉讼服务|诉调|本院|司法局|仲裁委",
    "police": r"公安局?|派出所|警方|经侦|刑侦|网警|110指挥|刑警",
    "procuratorate": r"检察院|检察机关",
    "lawyer": r"律师事务所|律所|律师|法务(?:部|中心|组)?|法律事务|法律援助|调解中心|解约中心",
}
_SELF_NAMED = re.compile(r"(?:我是|这里是|我们是|我所|本所|这边是)[^,。]{0,14}$")
_VOICES = {body: re.compile(wording) for body, wording in _SPEAKS_AS.items()}


def claims_debt(folded: Folded) -> tuple[bool, list[Span]]:
    """Whether the text says that somebody owes or is late, with the places. Ask only of what demands: not of a bill."""
    spared = [match.span() for match in _NO_DEBT_CLAIMED.finditer(folded.text)]
    found = [
        folded.span(*match.span())
        for match in _DEBT.finditer(folded.text)
        if not any(start <= match.start() < end for start, end in spared)
    ]
    return bool(found), found


def threats(folded: Folded) -> dict[str, list[Span]]:
    """The threats of a demand by slug, in the order of `THREATS`, each with its places."""
    found = {
        slug: [folded.span(*match.span()) for match in wording.finditer(folded.text)]
        for slug, wording in _THREATS.items()
    }
    return {slug: spans for slug, spans in found.items() if spans}


def speaks_as(folded: Folded, signature: str | None) -> tuple[str, Span] | None:
    """The body in whose name a demand is made: in its signature, at its head, or speaking as 本院.

    That it claims to be one is not yet that it is none: that is for the person and the body to say.
    """
    text = folded.text
    head = re.match(r"\s*(?:[【\[(][^】\])]{1,20}[】\])])?[^,。:;!]{0,24}", text)
    limit = head.end() if head else 0
    for body, wording in _VOICES.items():
        for match in wording.finditer(text):
            before = text[max(0, match.start() - 24) : match.start()]
            signed = signature is not None and match[0] in signature
            self_named = match[0] == "本院" or _SELF_NAMED.search(before)
            if signed or self_named or match.end() <= limit:
                return body, folded.span(*match.span())
    return None


def sent_home(text: str) -> str:
    """“派人到你家”: the words that say that somebody is sent to where one lives; "" where none do."""
    folded = fold(text)
    match = re.search(SENT_HOME, folded.text)
    return folded.words(*match.span()) if match else ""


def court_paper_in(story: str) -> str:
    """“法院传票”: the paper of a court that somebody says they were sent; "" where they also say that somebody posed as one of
    its people."""
    folded = fold(story)
    sent = _COURT_PAPER.search(folded.text)
    return folded.words(*sent.span("paper")) if sent and not _POSED.search(folded.text) else ""


def bills_for_phone(story: str) -> bool:
    """Whether what is demanded is a bill of an operator: “拖欠宽带费及违约金”, “话费欠费”."""
    return _PHONE_BILL.search(fold(story).text) is not None


_BILL = r"(?:宽带|固话|座机|电话|手机|通信|通讯|电信|流量|月租|套餐|保号)(?:的)?(?:费|欠费)|话费"
_OWING = r"拖欠|结欠|欠缴|欠费|欠|催缴|补缴|缴清"
_PHONE_BILL = re.compile(
    rf"(?:{_OWING})[^。;!?]{{0,12}}?(?:{_BILL})|(?:{_BILL})[^。;!?,]{{0,12}}?(?:{_OWING})"
)
_COURT_PAPER = re.compile(
    r"(?:发|寄|送|传|收到|贴)[^。;!?]{0,14}?(?P<paper>(?:人民)?(?:法院)?的?(?:传票|判决书|裁定书|支付令|执行通知书|应诉通知书|立案通知书)"
    r"|(?:人民)?法院(?:的)?(?:文书|公函|函件|通知书?))"
)
_POSED = re.compile(
    "自称|冒充|法院的人|法院工作人员|法官|执行局|执行庭|(?:我|他|她)们?(?:就)?是[^。,]{0,6}法院"
)


def companies_dunning(story: str) -> int:
    """How many a story says that dunned, where it says that it was more than one: “短信上落款的有两家”; 0 where it does not."""
    told = fold(story).text
    counted = (found["many"] for pattern in (_SIGNED_BY, _DUN_TOGETHER) for found in pattern.finditer(told))
    return max([2 if many in "两二2" else 3 for many in counted] + [2 if _ANOTHER_DUNS.search(told) else 0])


_DUNS = "催|署名|落款|签名|自称|法务|律师"
_MANY = "(?P<many>[两二2三3四几]|好几)(?:家|拨|伙)"
_SIGNED_BY = re.compile(f"(?:{_DUNS}|短信|电话)[^。;!?,]{{0,8}}{_MANY}")
_DUN_TOGETHER = re.compile(f"{_MANY}(?:公司)?(?:都|轮流|一起|轮着)?[^。;!?,]{{0,3}}催")
_ANOTHER_DUNS = re.compile(
    f"(?:还有|另外?有?|又有)一(?:家|拨|伙)(?:[^。;!?,]{{0,8}}(?:{_DUNS})|就?(?:写|叫|说是))"
)
