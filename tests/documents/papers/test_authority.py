"""授权委托书 and 法定代理人身份说明: who acts, how far, and nothing that was not given."""

from documents import FIELDS
from documents.blocks import Firm
from documents.papers.table import KINDS
from tests.documents.papers.cases import CALLED, CHILD, MOTHER, drawn, texts

FIRM = Firm(name="示例律师事务所")
AGENT = {"agent_name": "周律师", "licence": "13101202000000000", "agent_phone": "021-00000000"}


def test_a_power_that_was_not_ticked_is_not_given():
    said = texts("authority", drawn(CALLED, firm=FIRM, given={**AGENT, "powers": "settle appeal"}))
    assert "特别授权：代为进行和解；代为提起上诉。没有列明的，受委托人无权代为行使。" in said
    assert "代为放弃诉讼请求" not in said
    assert "《中华人民共和国民事诉讼法》（2023年修正）第六十二条第二款" in said


def test_without_a_special_power_the_letter_says_so():
    said = texts("authority", drawn(CALLED, firm=FIRM, given=AGENT))
    assert "本授权不含特别授权" in said
    assert "没有列明的" not in said
    assert "受委托人：周律师\n身份：律师\n工作单位：示例律师事务所" in said
    assert "案由：隐私权纠纷" in said


def test_a_blank_is_a_line_on_the_paper_and_is_named():
    paper = KINDS["authority"].make(drawn(CALLED, court=""))
    assert {"受委托人的姓名", "受委托人的身份", "受理法院"} <= set(paper.missing)
    rows = dict(paper.blocks[0].rows)
    assert rows["受委托人"] == ""


def test_a_guardian_says_why_they_stand_for_the_child():
    of = drawn(
        CALLED,
        case={"complainant": CHILD, "representative": MOTHER, "fields": frozenset(FIELDS)},
    )
    said = texts("guardianship", of)
    assert "林晓安是林小满的母亲，是其监护人。" in said
    assert "林小满现年11周岁，是未成年人。" in said
    assert "第六十条，由监护人作为法定代理人代为诉讼。" in said
    assert KINDS["guardianship"].offered(of)
    assert not KINDS["guardianship"].offered(drawn(CALLED))
