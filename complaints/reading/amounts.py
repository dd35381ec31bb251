"""Sums of money in a message, in yuan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from complaints.reading.folding import Folded, Span
from complaints.reading.prefilter import Index


@dataclass(frozen=True)
class Amount:
    """`yuan` is a Decimal; foreign money is no Amount. `least` marks what may be paid at least this month."""

    yuan: Decimal
    span: Span
    least: bool = False


# Digits, with the letter O for nought (1OO元), thousands in commas and a fraction.
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d[\dOo]{0,14})(?:\.[\dOo]{1,4})?"
_HAN = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
_SCALE = r"(?:\s?(?:十|百|千|万|亿|[wW](?![A-Za-z0-9])))?亿?"
_YUAN = r"(?:多|余|来)?\s?(?:人民币|块钱|元人民币|元(?![旦宵素件宝])|圆|(?<=\d\d)块(?![地儿])|RMB|rmb|CNY|¥)"
# Things that are counted in tens of thousands and are not money.
_COUNTED = (
    r"(?!\s?(?:[\d.%‰折倍张名人家个件股里字粉次种首款亩平台部条辆册本米伏吨步册页所间套集颗粒亿份场单枚斤例]|户(?![名主])|"
    r"毫|用户|会员|客户|网友|市民|积分|公里|"
    r"像素|机票|商品|低价|礼品|正版|用券|读者|同学|[GMK](?:B|\b)|[gG]\b|kg|ml|mm|cm|点|"
    r"分(?![期批])|时|天|日|年|月|号|小时|岁|位|席|层|楼|期|以上的?人))"
)
_PREFIX = r"(?:人民币|RMB|CNY|rmb|¥|(?<![A-Za-z])\$)"
# Words after which a bare number is money.
_MONEY_NOUN = (
    r"(?:欠款|欠费|结欠|账款|最低还款额?|最低应?还|本金|本息|利息|罚息|违约金|滞纳金|逾期费|还款额|应还款?|应缴|应付|"
    r"速缴|速还|金额|余额|总额|消费|支付|转账|转出|转入|存入|"
    r"支出|收入|费用|电费|水费|话费|房租|租金|月供|日供|定金|押金|保证金|工资|薪资|奖金|津贴|补贴|"
    r"补款|加班费|公积金|扣款|实发|应发|基本|绩效|职等|"
    r"职级|保险|奖学金|赔偿|罚款)"
)
_PRICE_WORD = (
    r"(?:仅需|仅售|只需|只要|只售|低至|特价|售价|现价|原价|抢购价|秒杀价|到手价|团购价|会员价|优惠价|"
    r"惊爆价|活动价|均价|总价|单价|价格?|仅)"
)
_MEASURE = (
    r"(?:\d+(?:\.\d+)?)?\s?(?:箱|份|斤|个|件|盒|平|㎡|克|袋|瓶|只|套|人|晚|天|条|张|桶|包|支|台|次|课|"
    r"节|位|间|L|kg|g)"
)
_NOT_GLUED = r"(?<![\dOo.,*/:A-Za-z-])"
_AFTER_BARE = r"(?![\d*/:%‰]|\.\d|,\d{3}|\s?[-~至到]\s?\d|[A-Za-z])" + _COUNTED

_FORMS = tuple(
    re.compile(form)
    for form in (
        # 9块9 · 5毛
        r"(?<![\d.,])(?P<number>\d{1,5})块(?P<tenths>\d)(?P<scale>)(?![\d%折万千])",
        r"(?<![\d.,])(?P<number>\d{1,3})(?P<scale>毛|角)(?=钱|[,。;!一每/\s]|起|$)",
        # 两万以内
        rf"(?<![数几上近第单\d多xX*到])(?P<han>{_HAN}{{0,5}}[一二两三四五六七八九十百]万)(?=以内|以下|封顶)",
        # ¥1,234.50 · 人民币-555.91 · RMB 3万
        rf"{_PREFIX}\s?:?\s?(?P<sign>[+-]?)\s?(?P<number>{_NUMBER})(?P<scale>{_SCALE})(?!\s?(?:美元|"
        rf"日元|欧元|港[币元]))",
        # 1–50万 · 50-100元
        rf"(?<![\d.])(?P<low>{_NUMBER})(?P<lowscale>{_SCALE})元?\s?[-~至到—]\s?(?P<number>{_NUMBER})(?P<scale>\s?万亿?|"
        rf""
        rf"亿|千)(?:元|块)?{_COUNTED}",
        rf"(?<![\d.])(?P<low>{_NUMBER})(?P<lowscale>{_SCALE})元?\s?[-~至到—]\s?(?P<number>{_NUMBER})(?P<scale>{_SCALE}){_YUAN}",
        # 27911元 · 9.8万元 · 1OO块
        rf"(?<![\d.])(?<![A-Za-z](?=\d{{1,4}}¥))(?P<sign>(?<=[:\s额])-)?(?P<number>{_NUMBER})(?P<scale>{_SCALE}){_YUAN}",
        # 一百元 · 两千元 · 千元
        rf"(?<![数几上近第单\d多xX*到])(?!万元|亿元|元)(?P<han>{_HAN}{{1,12}})(?:多|余|来)?(?:块钱|"
        rf"元(?![旦宵素件复])|圆整?|元整)",
        # 额度5万 · 50万无抵押
        rf"(?<![\d.,A-Za-z])(?P<number>{_NUMBER})(?P<scale>\s?万|亿){_COUNTED}",
        rf"(?:额度|最高|可借|可贷|提额|预批|借款|"
        rf"贷款)[^\d,。]{{0,6}}(?P<number>{_NUMBER})(?P<scale>[wWkK])(?![A-Za-z0-9])",
        # 欠款27911 · 余额:7.03
        rf"{_MONEY_NOUN}(?:总计|合计|共计|每[月年]|为|是|约|共|:|\s|"
        rf"人民币){{0,3}}(?P<number>{_NUMBER})(?P<scale>){_AFTER_BARE}",
        # 借我3000 · 还你500
        rf"(?:借|还|转|欠|差|给)(?:给)?(?:我|你|他|她|您)(?:的)?\s?(?P<number>\d[\dOo]{{1,7}}(?:\.\d{{1,2}})?)(?P<scale>\s?[wWkK万千]?){_AFTER_BARE}",
        # 6支299元 is found above; 借的6500
        rf"(?:借|欠|差)(?:的|了|我们?的?)?\s?(?P<number>\d[\dOo]{{2,7}}(?:\.\d{{1,2}})?)(?P<scale>){_AFTER_BARE}",
        # 注册送38 · 首存100送88 is found below
        rf"(?:注册|开户|新人|绑卡)(?:即|就|立)?送\s?(?P<number>{_NUMBER})(?P<scale>)(?![\d%折倍]){_COUNTED}",
        # 返120 · 月入8000
        rf"(?:返|赚|提现|月入|年入|日入|日结|日赚|收入)\s?(?P<number>{_NUMBER})(?P<scale>){_AFTER_BARE}",
        # 仅需89 · 特价99
        rf"(?<![贵代评]){_PRICE_WORD}\s?:?(?P<number>{_NUMBER})(?P<scale>){_AFTER_BARE}",
        # 88/箱 · 17.8/4个
        rf"{_NOT_GLUED}(?P<number>{_NUMBER})(?P<scale>)/{_MEASURE}",
        # 最高减270 · 最高4888刷卡金
        rf"(?:最高|立|再|直|狂|可)(?:可)?(?:减|返|省|抵|"
        rf"送)\s?(?P<number>{_NUMBER})(?P<scale>)(?![\d%折倍]){_COUNTED}",
        rf"(?<![\d.双])(?P<number>{_NUMBER})(?P<scale>)(?:刷卡金|红包|现金|话费|代金|立减金|彩金|体验金)",
        # 满300享9折 · 满199减120 · 底薪9000 · 最高奖500 · 借款27500.00
        rf"满(?P<low>{_NUMBER})(?P<lowscale>)元?\s?(?:立?减)(?P<number>{_NUMBER})(?P<scale>)(?![\d%折倍]){_COUNTED}",
        r"满(?P<number>\d{2,6})(?P<scale>)(?=享|可用|打\d)",
        rf"(?:底薪|月薪|最高奖|奖励)(?P<number>\d{{3,6}})(?P<scale>){_AFTER_BARE}",
        r"(?:借款|贷款|提现|还款)(?P<number>\d{3,7}\.\d{2})(?P<scale>)(?!\d)",
        # 满79返30 · 存1000送1000 · 充50到账150
        rf"(?:满|[存充冲])(?P<low>{_NUMBER})(?P<lowscale>)元?\s?(?:返|送|得|到账|变|"
        rf"当)(?P<number>{_NUMBER})(?P<scale>)(?![\d%折倍]){_COUNTED}",
        r"总价(?P<han>百|千)(?P<hanscale>万)",
    )
)
_INDEX = Index([form.pattern for form in _FORMS])
_FOREIGN_BEFORE = re.compile(r"(?:美元|欧元|日元|港币|港元|英镑|US|HK|NT|A|台币|美金)\s?:?\$?\s?[+-]?$")
_POINTS_BEFORE = re.compile(
    r"积分[^,。;]{0,6}$|里程[^,。;]{0,4}$|(?:尾号|末|代码|编号|单号|卡号|账号)[:为\s]*$"
)
# Digits that end a longer number: 尾号6108, 信用卡* 6108, 136****8875. A single * between digits multiplies (12*500元).
_TAIL_BEFORE = re.compile(
    r"(?:尾号|尾数|末尾|末[三四34]位|后[三四34]位|卡号|账号|户号|手机号?码?|号码)(?:的|[为是:()\[\]【“\"\s]){0,4}$"
    r"|(?<![\d\s])\s?[*×•●]\s?$|(?:[*×•●xX]\s?){2,}$"
)
# A card without a word between it and four digits, and those before its account: 信用卡6108人民币账款.
_CARD_BEFORE = re.compile(r"(?:卡|账户)[(\[\s]{0,2}$")
_ITS_ACCOUNT = re.compile(
    r"\d{4}[)\]\s]{0,2}(?:的)?(?:人民币|元)(?:账[款单户]|帐[款单户]|信用卡|贷记卡|本期|最低|应还|到期)"
)
_LEAST_BEFORE = re.compile(r"最低[^\d,。;!\n]{0,10}$")
# New Taiwan dollars are written 元 too.
_TAIWAN = re.compile(
    r"新台币|NT\$|台湾大哥大|中华电信|远传|综所税|玉山|国泰世华|\b0800-?\d{3}-?\d{3}|健保|悠游卡|"
    r"(?<!\d)1[01]\d年\d{1,2}月"
)
_SCALES: dict[str, int | Decimal] = {
    "毛": Decimal("0.1"),
    "角": Decimal("0.1"),
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "k": 1_000,
    "万": 10_000,
    "w": 10_000,
    "亿": 100_000_000,
    "万亿": 10**12,
}
_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}


def chinese_number(words: str) -> int | None:
    """一万三千 → 13000, 百 → 100, 二〇二五 → 2025. None for what is no number."""
    if not words or any(word not in _DIGITS and word not in _POWERS and word not in "万亿" for word in words):
        return None
    if all(word in _DIGITS for word in words) and len(words) > 1:
        return int("".join(str(_DIGITS[word]) for word in words))
    total = section = digit = 0
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in _POWERS:
            section += (digit or (0 if section % (_POWERS[word] * 10) else 1) or 1) * _POWERS[word]
            digit = 0
        else:
            total = (total + (section + digit or 1)) * (10_000 if word == "万" else 100_000_000)
            section = digit = 0
    return total + section + digit


def _value(number: str, scale: str) -> Decimal | None:
    digits = re.sub(r"[Oo]", "0", number.replace(",", ""))
    factor = _SCALES.get(scale.strip().lower())
    try:
        yuan = Decimal(digits) * (factor or 0)
        # 3.1亿 is 310000000, not 310000000.0; the fraction of 88.50元 stays as it was written.
        whole = factor is not None and factor > 1 and yuan == yuan.to_integral_value()
        return None if factor is None else yuan.to_integral_value() if whole else yuan
    except InvalidOperation:
        return None


def amounts(folded: Folded, closed: list[Span]) -> list[Amount]:
    """The sums in the order of the text. `closed` are folded stretches that are something else: links, telephones."""
    text = folded.text
    if _TAIWAN.search(text):
        return []
    taken = bytearray(len(text))
    for start, end in closed:
        taken[start:end] = b"\x01" * (end - start)
    found: list[tuple[int, Amount]] = []
    for place in sorted(_INDEX.possible(text)):
        for match in _FORMS[place].finditer(text):
            if _FOREIGN_BEFORE.search(text[max(0, match.start() - 8) : match.start()]):
                continue
            for start, end, value in _sums(match):
                if any(taken[start:end]):
                    continue
                if _is_tail(text, start, end):
                    continue
                if _POINTS_BEFORE.search(text[max(0, start - 12) : start]) and not re.search(
                    r"[元圆块]", text[start : end + 4]
                ):
                    continue
                taken[start:end] = b"\x01" * (end - start)
                least = bool(_LEAST_BEFORE.search(text[max(0, start - 14) : start]))
                found.append((start, Amount(value, folded.span(start, end), least)))
    return [amount for _, amount in sorted(found, key=lambda pair: pair[0])]


def _is_tail(text: str, start: int, end: int) -> bool:
    """Whether these digits are the end of a card's, an account's or a telephone's number."""
    if not re.fullmatch(r"\d{3,4}", text[start:end]):
        return False
    before = text[max(0, start - 12) : start]
    return bool(_TAIL_BEFORE.search(before)) or bool(
        _CARD_BEFORE.search(before) and _ITS_ACCOUNT.match(text, start)
    )


def claimed(sums: Sequence[Amount], debts: Sequence[Span]) -> Decimal | None:
    """The sum, in yuan, that is said to be owed: the one behind a word of debt; of a lone sum there is no doubt.

    `debts` are the places of the words of debt in the original. The least that may be paid is the whole debt only
    where no other sum is named.
    """
    owed = [amount for amount in sums if amount.yuan > 0]
    owed = [amount for amount in owed if not amount.least] or owed
    for _, end in debts:
        for amount in owed:
            if 0 <= amount.span[0] - end <= 16:
                return amount.yuan
    return owed[0].yuan if len({amount.yuan for amount in owed}) == 1 else None


def _sums(match: re.Match[str]) -> Iterator[tuple[int, int, Decimal]]:
    groups = match.groupdict()
    if groups.get("han"):
        value = chinese_number(groups["han"] + (groups.get("hanscale") or ""))
        if value is not None and value < 10**13:
            yield match.start(), match.end(), Decimal(value)
        return
    scale = groups["scale"] or ""
    if groups.get("tenths"):
        yield match.start("number"), match.end("tenths"), Decimal(f"{groups['number']}.{groups['tenths']}")
        return
    if groups.get("low"):
        low = _value(groups["low"], groups.get("lowscale") or scale)
        if low is not None:
            yield match.start("low"), match.end("low"), low
    value_of = _value(groups["number"], scale)
    if value_of is None or len(groups["number"]) > 15:
        return
    bare = not scale and match.end() == match.end("number") and not re.match(_PREFIX, match[0])
    if bare and value_of == 0:
        return
    if groups.get("sign") == "-":
        value_of = -value_of
    yield match.start("number"), match.end("scale") if scale else match.end("number"), value_of
