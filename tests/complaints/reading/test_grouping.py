"""Like texts together: the same groups in whatever order they come, and no cost that grows with the square."""

from collections import defaultdict
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.reading import grouping
from complaints.reading.grouping import Group

BODIES = (
    "双十一全场五折满⌗减⌗点⌁领券退订回t",
    "您的会员积分即将到期请登录⌁兑换礼品拒收回复r",
    "验证码⌗请勿告诉他人⌗分钟内有效",
    "⍟您尾号⌗的欠款⌗元减免后只需还⌗元逾期将上报",
)


def groups(texts: list[str], group: Group | None = None) -> set[frozenset[str]]:
    group = group or Group()
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        found[group.join(text)].add(text)
    return {frozenset(one) for one in found.values()}


def varied(body: str, place: int, letter: str) -> str:
    return body[: place % len(body)] + letter + body[place % len(body) + 1 :]


TEXTS = st.lists(
    st.builds(varied, st.sampled_from(BODIES), st.integers(0, 30), st.sampled_from("甲乙丙丁戊")), max_size=30
)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter_where_groups_are_apart(texts: list[str], random: Random) -> None:
    shuffled = list(texts)
    random.shuffle(shuffled)
    assert groups(shuffled) == groups(texts)


@given(TEXTS, st.integers(0, 30))
def test_going_on_later_ends_where_doing_it_at_once_does(texts: list[str], cut: int) -> None:
    first = Group()
    founders = {first.join(text) for text in texts[:cut]}
    later = Group(founders)
    at_once = Group()
    assert [later.join(text) for text in texts[cut:]] == [at_once.join(text) for text in texts][cut:]


@given(TEXTS)
def test_a_group_holds_texts_of_one_body(texts: list[str]) -> None:
    def body(text: str) -> int:
        return max(
            range(len(BODIES)), key=lambda at: sum(a == b for a, b in zip(BODIES[at], text, strict=False))
        )

    for group in groups(texts):
        assert len({body(text) for text in group}) == 1


@settings(max_examples=20)
@given(st.permutations(list(BODIES)))
def test_different_texts_of_one_signature_stay_apart(texts: list[str]) -> None:
    assert len(groups(list(texts))) == len(BODIES)


def test_one_text_is_compared_with_no_more_than_so_many(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """A signature with thousands of unlike texts: the work for one more is bounded."""
    random = Random(1)
    compared: list[int] = []
    whole = grouping.process.extractOne

    def counted(text: str, candidates: list[str], **how: object) -> object:
        compared.append(len(candidates))
        return whole(text, candidates, **how)

    monkeypatch.setattr(grouping.process, "extractOne", counted)
    group = Group()
    letters = [chr(0x4E00 + place) for place in range(3_000)]
    for _ in range(1_500):
        group.join("".join(random.sample(letters, 30)))
    assert len(compared) == 1_500
    assert max(compared) == grouping.MOST_COMPARED
