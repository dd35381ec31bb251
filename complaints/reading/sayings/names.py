"""Names by which people call companies: who lends, whose accounts are bound to a number, who runs the networks."""

# Who lends to consumers under a name of their own; products such as 花呗 are nobody.
LENDERS = (
    "平安普惠|捷信|马上消费(?:金融)?|招联(?:消费)?金融|中银消费金融|兴业消费金融|度小满|拍拍贷|分期乐|宜人贷|"
    "人人贷|还呗|安逸花|360借条|微粒贷|陆金所|宜信|玖富"
)
PAYING = "支付宝|云闪付|财付通"
# 微信 is how something came as often as whose account it is.
SELLING = "淘宝|京东|抖音|美团|拼多多|快手|滴滴|饿了么|微博|小红书|钉钉|携程|哔哩哔哩|今日头条|唯品会|天猫|闲鱼|高德|百度"
_LABELLING = "(?:腾讯|百度)?手机管家|360手机卫士|手机卫士|电话邦|泰迪熊|搜狗号码通"
PLATFORMS = f"{PAYING}|微信|{_LABELLING}|{SELLING}|网盘|邮箱"
NOBODYS = frozenset({"网盘", "邮箱"})  # of which one does not know whose
# A bank by its name: one that is known, or whatever stands before the word where a word that takes an account comes first.
_KNOWN_BANKS = (
    "(?:中国)?(?:工商|农业|建设)银行|中国银行|"
    "(?:交通|招商|中信|光大|民生|浦发|兴业|平安|华夏|广发|邮储|邮政储蓄|浙商|渤海|恒丰|微众|网商)银行"
)
BANKS = (
    rf"(?:{_KNOWN_BANKS}|(?<=[开办录陆册绑到用在是的被，,。;；、“”\"])"
    r"(?![一那这哪有某别其他我你他她各几两大小每此该多手网])(?:(?![不了的号我去到绑家是没在和跟给])[㐀-鿿]){2,6}?银行)"
    "(?!卡)"
)
OPERATORS = "(?:中国)?(?:移动(?!互联|端|电源|支付)|联通|电信(?!诈骗|网络|用户|申诉|条例)|广电)"
