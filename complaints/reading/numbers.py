"""What kind of number sent a message or called, and what one may ask of whom.

A number is a lead and no proof. It may be forged, a mobile number keeps its prefix when it changes its operator, and a port is
used by others than the company it was given to: no rule here names an operator or a company.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass

from core import written


@dataclass(frozen=True)
class Rule:
    """One row: `kind`, the pattern of the normalised number, what it is, what one may ask of whom, how sure that is."""

    kind: str
    pattern: str
    meaning: str
    advice: str
    confidence: str  # high · medium · low


@dataclass(frozen=True)
class SenderKind:
    """The kind of one number. `accepted` is false when the number cannot be the one that was shown, `advice` then says why.

    `real_number` is the mobile number behind a gateway prefix, where the number itself holds it.
    """

    number: str
    kind: str
    meaning: str
    advice: str
    confidence: str
    real_number: str | None = None
    accepted: bool = True

    def as_json(self) -> dict[str, str | bool | None]:
        return asdict(self)


_ASK_OPERATOR = (
    "完整抄录号码（含后面的子端口），向收到短信的手机号所属运营商要求查明该时间使用这个端口的单位和"
    "实际内容提供者，并可向12321举报。"
)
_ASK_HOLDER = (
    "前8位对应一个持号单位，可在工信部网站的码号查询中查到；后面的数字是子端口，不能据此认定是谁发送。"
    "可要求持号单位说明它把子端口交给了谁使用，并可向12321举报。"
)
_ASK_PROVINCE = (
    "由省通信管理局核配，同一号码在不同省可属不同单位：向收到短信所在省的通信管理局或运营商查询持号单位。"
)
_PORTED = (
    "号段只说明号码最初怎样分配，携号转网后不能据此认定现在的运营商；机主是谁只有运营商和公安机关能查。"
    "可向自己的运营商和12321举报。"
)
_DOUBTFUL = "请先核对号码有没有抄错。核对无误的，保留原短信截图，向12321举报；涉及转账、链接或冒充机关银行的，拨打110或96110。"

RULES: tuple[Rule, ...] = (
    Rule(
        "sp_port_carrier_unicom",
        r"10655\d{0,16}",
        "106短信端口，10655号段（基础电信企业自营短信平台）",
        _ASK_OPERATOR,
        "high",
    ),
    Rule(
        "sp_port_carrier_mobile",
        r"1065[78]\d{0,16}",
        "106短信端口，10657／10658号段（基础电信企业自营短信平台）",
        _ASK_OPERATOR,
        "high",
    ),
    Rule(
        "sp_port_carrier_telecom",
        r"10659\d{0,16}",
        "106短信端口，10659号段（基础电信企业自营短信平台）",
        _ASK_OPERATOR,
        "high",
    ),
    Rule(
        "sp_port_carrier_other",
        r"1065[0-46]\d{0,16}",
        "106短信端口，1065号段（基础电信企业自营短信平台，归属不稳定）",
        _ASK_OPERATOR,
        "low",
    ),
    Rule(
        "sp_licensed_national_biz",
        r"1066\d{0,17}",
        "1066短信端口（跨省经营性短信，码号核配给持证企业，可能收费）",
        _ASK_HOLDER,
        "medium",
    ),
    Rule(
        "sp_licensed_national_nonbiz",
        r"1069\d{0,17}",
        "1069短信端口（跨省短信，码号核配给企业）",
        _ASK_HOLDER,
        "medium",
    ),
    Rule(
        "sp_licensed_province_biz", r"1062\d{0,17}", "1062短信端口（省内经营性短信）", _ASK_PROVINCE, "medium"
    ),
    Rule(
        "sp_licensed_province_nonbiz",
        r"1063\d{0,17}",
        "1063短信端口（省内非经营性短信）",
        _ASK_PROVINCE,
        "medium",
    ),
    Rule(
        "m2m",
        r"1064\d{0,17}",
        "1064号段（机器通信，不应向公众发营销短信）",
        "号码存疑。" + _DOUBTFUL,
        "medium",
    ),
    Rule(
        "sp_1068_now_used",
        r"1068\d{0,17}",
        "1068短信端口（旧规划备用，近年已有企业使用）",
        _ASK_HOLDER,
        "medium",
    ),
    Rule(
        "sp_unassigned",
        r"106[017]\d{0,17}",
        "1060／1061／1067号段（旧规划备用，可能未分配，也可能已启用）",
        _DOUBTFUL,
        "low",
    ),
    Rule(
        "regulator_12321",
        r"12321",
        "12321网络不良与垃圾信息举报受理中心",
        "这是举报受理机构的号码；要求付款或点击链接的，请拨打12321核实。",
        "high",
    ),
    Rule(
        "carrier_service",
        r"(?:10000|10001|10010|10011|10016|10018|10050|10085|10086|10088|10099)\d{0,18}",
        "基础电信企业客服或业务号码（后面的数字是子端口）",
        "可向该运营商客服核实并要求停发；后面接着银行号码的（如10086加95588）常是伪造，向12321和公安机关举报。",
        "high",
    ),
    Rule(
        "mvno_service",
        r"100(?:1[2-579]|[2-9]\d)\d{0,8}",
        "100开头的其他电信业务经营者客服号码",
        "各企业号码不同，向自己的运营商核实是谁。",
        "low",
    ),
    Rule("postal_111", r"111(?:83|85)\d{0,12}", "邮政客服号码", "向邮政客服核实。", "medium"),
    Rule(
        "gov_hotline",
        r"(?:12345|12315|12300|12381|12110|12333|12348|12366|12378|12363|12368|12329|12306|96110|"
        r"110|119|120|122)\d{0,12}",
        "政府或公共服务热线",
        "可能被仿冒：请自己拨打该热线核实，不要回拨短信里的其他号码。",
        "high",
    ),
    Rule(
        "carrier_12xxx",
        r"(?:125\d{2}|116\d{2,3}|118\d{2,3})\d{0,16}",
        "运营商增值业务号码",
        "回拨或回复可能收费；向自己的运营商查询业务提供者。",
        "medium",
    ),
    Rule(
        "nation_95_5",
        r"95[0135-9]\d{2}",
        "95五位全国统一客服短号",
        "持号单位可在工信部码号查询中查到；向该单位核实并要求停发。来电显示可能被改号。",
        "high",
    ),
    Rule(
        "nation_95_6",
        r"95\d{4}",
        "95六位全国呼叫中心号码",
        "持号单位可在工信部码号查询中查到，号码可能转租：要求持号单位说明实际使用者。",
        "medium",
    ),
    Rule(
        "nation_95_ext",
        r"95\d{5,16}",
        "95短号加扩展号",
        "前5位或前6位才是持号单位的号码，后面是它的子号。",
        "medium",
    ),
    Rule(
        "province_96",
        r"96\d{3,4}",
        "96省内客服短号",
        "由省通信管理局核配，同号在不同省可属不同单位：结合来电所在省查询。",
        "high",
    ),
    Rule(
        "free_400",
        r"400[016789]\d{6}",
        "400业务号（10位）",
        "400号码不能主叫外呼，来电显示400的多经改号或平台转显：要求自己的运营商查明真实主叫。",
        "medium",
    ),
    Rule(
        "free_800",
        r"800\d{7}",
        "800被叫付费号",
        "只能被叫；显示为来电的，要求自己的运营商查明真实主叫。",
        "medium",
    ),
    Rule(
        "mobile_mvno_telecom",
        r"1(?:70[012]\d{7}|62\d{8})",
        "手机号码，移动转售（虚拟运营商）号段",
        "先请运营商确认转售企业是哪家，再向转售企业投诉。" + _PORTED,
        "high",
    ),
    Rule(
        "mobile_mvno_mobile",
        r"1(?:70[356]\d{7}|65\d{8})",
        "手机号码，移动转售（虚拟运营商）号段",
        "先请运营商确认转售企业是哪家，再向转售企业投诉。" + _PORTED,
        "high",
    ),
    Rule(
        "mobile_mvno_unicom",
        r"1(?:70[4789]\d{7}|71\d{8}|67\d{8})",
        "手机号码，移动转售（虚拟运营商）号段",
        "先请运营商确认转售企业是哪家，再向转售企业投诉。" + _PORTED,
        "high",
    ),
    Rule(
        "mobile_mobile",
        r"1(?:34[0-8]\d{7}|(?:3[5-9]|5[0-27-9]|7[28]|8[23478]|9[578])\d{8}|47\d{8})",
        "手机号码",
        _PORTED,
        "high",
    ),
    Rule("mobile_unicom", r"1(?:3[0-2]|5[56]|66|7[56]|8[56]|96|45)\d{8}", "手机号码", _PORTED, "high"),
    Rule(
        "mobile_telecom",
        r"1(?:349\d{7}|740[0-5]\d{6}|(?:33|53|7[37]|8[019]|9[0139]|49)\d{8})",
        "手机号码",
        _PORTED,
        "high",
    ),
    Rule("mobile_broadnet", r"192\d{8}", "手机号码", _PORTED, "high"),
    Rule("mobile_satellite", r"174(?:9\d|0[6-9]|1[0-2])\d{6}", "卫星或应急通信号码", _PORTED, "medium"),
    Rule(
        "iot_13",
        r"14(?:1\d|4[01]|6\d|8\d)\d{9}",
        "13位物联网号码",
        "物联网号码不应收发面向公众的短信。" + _DOUBTFUL,
        "medium",
    ),
    Rule(
        "landline",
        r"0(?:10|2[0-57-9]|[3-9]\d{2})[2-8]\d{6,7}",
        "固定电话号码",
        "来电的，可要求运营商查登记单位；短信显示固定电话的，多为网关或伪造，请核对。",
        "high",
    ),
    Rule(
        "intl",
        r"00(?!86)[1-9]\d{5,13}|\+(?!86)[1-9]\d{6,14}",
        "境外或港澳台号码（以00或+开头）",
        "境外号码难以查明使用人，诈骗常见：不要回拨，不要转账；可请运营商关闭国际来话短信，向96110报告。",
        "high",
    ),
)
_COMPILED = tuple((rule, re.compile(rule.pattern)) for rule in RULES)

_EXCEL = Rule(
    "excel_float",
    "",
    "被表格软件改成科学计数法的号码",
    "号码后面的数字已经丢失，不能补零。请回到手机短信里重新抄录完整号码；在表格里先把这一列设为“文本”再填写或导入。",
    "high",
)
_LETTERS = Rule(
    "alnum",
    "",
    "含字母的发件人（境外短信、邮箱或抄录痕迹）",
    "字母发件人不是电信网码号。本应是数字的，请核对有没有抄错；核对无误的保留截图，向12321举报。",
    "high",
)
_UNKNOWN = Rule("unknown", "", "不能识别的号码", "请核对号码是否完整，照短信或来电显示逐位抄录。", "low")
_EMPTY = Rule(
    "unknown",
    "",
    "没有号码（隐藏号码或未填写）",
    "来电未显示号码的，可凭通话时间请自己的运营商查明主叫。",
    "low",
)

_EXCEL_FORM = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
_GATEWAY = re.compile(r"(?:12520|12593|17951)(1[3-9]\d{9})")
_HOME = re.compile(r"(?:\+86|0086|86)(1\d{10}|106\d+|95\d{3,}|100\d{2,}|400\d{7}|0\d{9,11}|[2-9]\d{9,10})")


def normalise(number: str) -> str:
    """The number without blanks, dashes and the country code of the mainland. Letters stay."""
    plain = "".join(one for one in written.plain(number) if unicodedata.category(one)[0] not in "CZ")
    plain = re.sub(r"^(?:tel|sms|smsto):", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"[()·•\-‐-―._/*#]", "", plain) if not re.search(r"[A-Za-z@]", plain) else plain
    home = _HOME.fullmatch(plain)
    if home:
        rest = home[1]
        return (
            "0" + rest
            if re.fullmatch(r"(?:10|2\d|[3-9]\d\d)\d{7,8}", rest)
            and not rest.startswith("400")
            and rest[0] != "1"
            else rest
        )
    return plain


def describe(number: str) -> SenderKind:
    """The kind of any string that is given as a number. Takes a number as shown, with blanks, dashes or +86."""
    plain = normalise(number[:200])
    if not plain:
        return _kind("", _EMPTY)
    if _EXCEL_FORM.fullmatch(written.plain(number[:200]).strip()) or _EXCEL_FORM.fullmatch(plain):
        return _kind(plain, _EXCEL, accepted=False)
    for rule, pattern in _COMPILED:
        if pattern.fullmatch(plain):
            gateway = _GATEWAY.fullmatch(plain)
            if gateway:
                return SenderKind(
                    plain,
                    rule.kind,
                    "通过网关发出的短信，真正的发送号码是后11位手机号",
                    f"请以{gateway[1]}作为发送号码投诉。" + _PORTED,
                    "high",
                    gateway[1],
                )
            return _kind(plain, rule)
    if re.fullmatch(r"(?=.*[A-Za-z])[\w.@#\-+]{2,}", plain):
        return _kind(plain, _LETTERS)
    return _kind(plain, _UNKNOWN)


def _kind(plain: str, rule: Rule, *, accepted: bool = True) -> SenderKind:
    return SenderKind(plain, rule.kind, rule.meaning, rule.advice, rule.confidence, accepted=accepted)
