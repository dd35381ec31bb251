"""What people tell that is none of the three kinds of complaint."""

OTHERWISE: dict[str, tuple[str, ...]] = {
    "court_question": (r"(?:开庭|传票)[^。]{0,30}(?:短信|真的|真假)|短信[^。]{0,20}开庭",),
    "other_matter": (
        r"离婚|噪[音声]|邻居[^。,]{0,10}(?:唱|吵|噪|装修)|有线电视|网费|宽带|流量(?:费)?|会员费|每月扣|连扣|扣款会员|培训(?:机构|贷)|机票|航班|飞机票|改签|激活|恢复号码|停机|"
        r"登报|qq号|QQ号|盗(?:号|取)|冒名?借|谎称|退费|预交|被举报为|贷款需要我还",
    ),
}
