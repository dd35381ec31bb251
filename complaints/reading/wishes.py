"""What a story says that its teller wants, each with the words that say it: offered, never decided.

Careful: what is wanted stands behind a word of wishing in one sentence, or is said as nobody says what they do not want.
What is said not to be wanted, what the other side wants of the teller, and what was done already is no wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.reading.folding import Folded, fold
from complaints.reading.once import once

_MARK = re.compile(
    r"希望|要求(?!我)|请求|诉求|恳请|恳求|请(?!问|假|客|了|我)|我(?:只|就|们|现在|真的)?(?:是)?(?:想|"
    r"要)(?!起|死|不通|睡|办|买|是)|想要|只要|只想|就想|就要|"
    r"必须|应该|应当|得(?:给|把|让|赔|退)|能不能|能否|可不可以|可以帮|帮(?:我|忙)|(?<!不)(?:让|"
    r"叫)(?!我|咱|俺|人|你(?!们))|想(?:把|让|请|叫)|只是想|"
    r"务必|尽快|赶紧|赶快|给我|替我|还我|赔我|退我|向我|目的|麻烦(?!的|了|死)|强烈|最好|为了"
)
_THEIRS = re.compile(
    r"(?:他们?|她们?|对方|客服|催收的?|骗子|平台|运营商|公司|商家)(?:还|又|却|就|也|一直|反而|说)?$"
)
_PROMISED = re.compile(r"(?:说|称|答应|承诺|骗我|表示)(?:了|要|会|可以|能)?$")
_REACH = 60  # characters behind a word of wishing in which what is wished stands
_TO_ME = ("向我", "给我", "赔我", "退我", "还我", "让", "叫")
_END = re.compile(r"[。;!?\n]")
_ABOUT = r"[^。;!?,]"
_MY_DATA = r"(?:信息|号码|资料|数据|手机号|电话|隐私|通讯录|档案|账[户号]|照片)"
_MONEY = r"(?:钱|费用?|款|话费|会员费|月租|押金|金额)"

# Behind a word of wishing.
_WISHED: dict[str, str] = {
    "stop": r"停(?:止|下|了|掉)(?!机)|不再|清净|清静|安静|消停|不被(?:骚扰|打扰)|别来烦",
    "unbind": r"解绑|解除(?:绑定|关联)|取消(?:绑定|关联)|换绑|"
    rf"(?:号码?|卡|账[号户]){_ABOUT}{{0,14}}(?:解开|解掉|解了|分开|脱钩)|"
    rf"(?:别人|前机主|他|她|人家)的{_ABOUT}{{0,8}}账[号户]{_ABOUT}{{0,8}}(?:注销|删|清|解|弄走|移走)",
    "correct": (
        rf"(?:取消|去掉|撤销|撤掉|删掉|消除|改(?:掉|正)?|更正|纠正|清除|摘掉){_ABOUT}{{0,10}}(?:标记|登记|"
        r"标签|错误|备注|实名)|"
        rf"(?:标记|登记|标签|备注|实名信息){_ABOUT}{{0,8}}(?:改|取消|去掉|撤|更正|纠正|删|消)|"
        rf"(?<!征信)(?:更正|纠正)(?!{_ABOUT}{{0,6}}征信)|(?:改|弄|登记)(?:过来|回来)|登记到我名下|过户"
    ),
    "delete": rf"(?:删|清除|销毁|抹掉){_ABOUT}{{0,12}}{_MY_DATA}|{_MY_DATA}{_ABOUT}{{0,10}}(?:删|清除|销毁|抹)|"
    rf"从{_ABOUT}{{0,8}}(?:名单|系统|库|数据库){_ABOUT}{{0,3}}(?:删|移|去|拿)|注销我的?(?:账[户号]|信息|注册)",
    "tell_source": (
        rf"(?:说|讲|交代|解释|查|告诉我?|告知|弄|想知道|想晓得|问清|搞清){_ABOUT}{{0,16}}(?:哪(?:里|儿)?(?:来|得|拿|弄|搞|买|知道|"
        r"获)|来源|怎么(?:知道|得到|拿到|来的|弄|搞|有)|谁(?:泄露|卖|给)|谁把|给了谁|卖给了?谁|泄露|泄漏)|"
        rf"(?:信息|号码|资料)的?来源|谁(?:泄露|泄漏|卖)"
    ),
    "confirm_no_debt": (
        rf"(?:出|开|写|发|给|要){_ABOUT}{{0,12}}(?:结清|无欠款?|不欠|没欠|没有欠|清白|与我无关|没有(?:这|"
        rf"那)?笔|无债务?|债务不存在){_ABOUT}{{0,4}}(?:证明|确认|说明|函|材料)?|"
        r"(?:证明|确认|承认|写明|说明)(?:一下)?我?(?:本人)?(?:根本|确实)?(?:不欠|没欠|没有欠|没借|没有借|"
        r"没有(?:这|那)笔|清白|与(?:我|此)无关|和我无关|跟我没关系)|(?:这|那)?(?:笔|"
        rf"个)?债{_ABOUT}{{0,6}}(?:与|和|跟)我(?:无关|没关系){_ABOUT}{{0,4}}(?:证明|确认|说明)"
    ),
    "clear_credit": (
        rf"(?:消除?|删(?:除|掉)?|改(?:正|掉)?|更正|恢复|修复|撤销|清除|去掉|处理){_ABOUT}{{0,12}}(?:征信|"
        r"信用(?:记录|报告))|"
        rf"(?:征信|信用(?:记录|报告))(?!中心){_ABOUT}{{0,12}}(?:改|消|删|恢复|更正|撤|清|处理|干净)"
    ),
    "refund": (
        r"退(?!订|出|群|伙|休|伍|定|掉?这?个?号|掉?卡)(?:我|还|回|给|掉|了)?|返还|(?:把|"
        rf"将){_ABOUT}{{0,12}}{_MONEY}(?:都|全)?(?:退|还(?:给我|回|我))|还我(?:的)?钱|"
        rf"{_MONEY}{_ABOUT}{{0,6}}(?:退|返还|还给我|还回来|要回来)|(?:要|拿|"
        rf"追)回{_ABOUT}{{0,10}}(?:{_MONEY}|\d)"
    ),
    "damages": (
        rf"赔(?!本|率|礼|个?不是|笑|不)|补偿|(?:精神|误工|经济){_ABOUT}{{0,2}}(?:损失|费)|"
        rf"承担{_ABOUT}{{0,8}}(?:损失|费用|开支)"
    ),
    "apology": r"道歉|赔礼|赔个?不是|认错|说(?:一?声|一?句|个)?对不起|致歉",
    "end_contract": (
        rf"(?:退|销|注销)(?:掉|了)?(?:这个|这张|这|我的)?(?:手机)?(?:号码?|卡)|解除{_ABOUT}{{0,6}}合同|"
        r"解约|换(?:一个|个|成)?(?:新|别的|干净)?的?号(?!贩)"
    ),
    "keep_number": (
        r"(?:保留|留着|留住|留下|继续用|接着用|继续使用)[^。;!?,]{0,6}(?:号|卡)|(?:号码?|"
        r"卡)[^。;!?,]{0,6}(?:留着|留下|保留|继续用|接着用)"
    ),
    "make_known": (
        r"(?:查处|处罚|惩治|严惩|整治|整顿|处理(?:这|那|他)|管一?管|罚款|罚他|备案|备个?案|留个?底|重视|"
        rf"调查)|(?:主管|有关|监管|相关|管理)部门{_ABOUT}{{0,8}}(?:知道|了解|管|查|介入|处理)|(?:你们|政府|"
        rf"国家|上面|大家){_ABOUT}{{0,4}}(?:知道|了解)(?:这|一下|有)"
    ),
}
# Wherever it stands.
_PLAIN: dict[str, str] = {
    "stop": (
        r"(?:别|不要|不准|不许|甭)(?:再|老|总|一直|天天)?(?:给我)?(?:打(?!算|开|错)|发(?!现)|骚扰|打扰|"
        r"烦我|催|来找|找我|联系我|来电|纠缠)|"
        r"别(?:再)?(?:告诉|通知|打给|联系|找|骚扰)我?(?:的)?(?:单位|公司|领导|同事|家|父母|亲|朋友|爸|妈)|"
        r"停止(?:打|发|骚扰|打扰|催|侵|推送|联系|拨打|发送|一切)|"
        r"(?:不想|不愿意?)再(?:收到|接到|被)|还我(?:一个|个)?(?:清净|清静|安宁)"
    ),
    "keep_number": (
        r"(?:号码?|卡)(?:我)?(?:还)?(?:要|想|得)(?:一直|继续)?(?:留|用|保留)(?!完)|"
        r"把?号码?(?:我)?(?:要)?留着|不(?:想|愿意?|能|打算)(?:换|注销|销)(?:掉)?(?:这个)?(?:手机)?(?:号|"
        r"卡)|号码?我?(?:舍不得|不换|不想换|不能换)"
    ),
    "end_contract": (
        r"(?:号码?|卡)(?:我)?(?:不要了|不想要了?|不用了)|不(?:想)?要这个?(?:手机)?(?:号码?|卡)了?|"
        r"想(?:把(?:这个)?号)?(?:退|销|注销)(?:掉|了)?(?:这个)?(?:号码?|卡)"
    ),
    "make_known": (
        r"(?:只|就|仅|主要)(?:是)?(?:想|希望|求|为了)?(?:反映|举报|登记|记录|说|备案)一下(?:情况|这事|"
        r"这件事)?|提供(?:个|一个)?线索|(?:只|就)(?:是)?(?:想|希望)?让[^。;!?,]{0,8}知道|"
        r"别的(?:都)?不(?:要|求)"
    ),
}
_REFUSED = re.compile(
    r"(?:(?<!能)不(?:需要|要|用|求|必|是|是为了|想|图|在乎|指望|稀罕|非要|会|肯|能|给|让|愿意?)|"
    r"没(?:想|要|有要|有)?|无需|也不|不为|拒绝|拒不)[^。;!?,]{0,4}$"
)
_OF_ME = re.compile(r"(?:让|叫|要|逼|劝|求|骗)(?:我|咱|俺)[^。;!?,]{0,8}$")
_NO_MATTER = re.compile(r"^[^。;!?,]{0,3}(?:就|也|都)?(?:不用了?|算了|不要了?|免了|不需要|无所谓|不必)")
_DONE = frozenset({"apology", "damages", "refund"})
_WISHED_FOR = {slug: re.compile(pattern) for slug, pattern in _WISHED.items()}
_SAID_PLAINLY = {slug: re.compile(pattern) for slug, pattern in _PLAIN.items()}


@once
def wishes_told(story: str) -> dict[str, str]:
    """What is wanted, as the question about it takes it, with the words; each once. Any string is read."""
    folded = fold(story)
    found = dict(_wished(folded)) | dict(_plain(folded))
    if "keep_number" in found:
        found.pop("end_contract", None)
    return {slug: found[slug] for slug in (*_WISHED, *_PLAIN) if slug in found}


def _plain(folded: Folded) -> Iterator[tuple[str, str]]:
    for slug, pattern in _SAID_PLAINLY.items():
        for match in pattern.finditer(folded.text):
            if not _OF_ME.search(folded.text[: match.start()]):
                yield slug, folded.words(*match.span())
                break


def _wished(folded: Folded) -> Iterator[tuple[str, str]]:
    text, seen = folded.text, set()
    for mark in _MARK.finditer(text):
        before = text[: mark.start()]
        # 他们给我 is theirs as 他们要求 is; 给我道歉 is not, and what they said they would do is no wish.
        if _PROMISED.search(before) or (_THEIRS.search(before) and not mark[0].startswith(_TO_ME)):
            continue
        end = _END.search(text, mark.end())
        until = min(end.start() if end else len(text), mark.end() + _REACH)
        for slug, pattern in _WISHED_FOR.items():
            # What is asked for may be in the word of wishing itself: 赔我, 退我钱.
            for match in pattern.finditer(text, mark.start(), until):
                if slug not in seen and _is_wanted(text, slug, mark, match):
                    seen.add(slug)
                    yield slug, folded.words(min(mark.start(), match.start()), match.end())


def _is_wanted(text: str, slug: str, mark: re.Match[str], match: re.Match[str]) -> bool:
    before = text[mark.start() : match.start()] if match.start() > mark.start() else ""
    clause = re.split("[。;!?,]", text[: match.start()])[-1]
    if _REFUSED.search(clause) or _OF_ME.search(clause) or _NO_MATTER.search(text[match.end() :]):
        return False
    said = clause + match[0]
    if slug == "correct" and re.search("征信|信用", said):
        return False
    done = slug in _DONE and text[match.end() : match.end() + 1] in ("了", "过") and "把" not in said
    # After “他们” in a clause of its own they tell what was done, and want nothing.
    theirs = "," in before and re.match(r"(?:可|但|结果|然后)?(?:他们?|她们?|对方|客服|平台)", clause)
    return not done and not theirs
