"""Every paper of 33 cases, word for word: what a lawyer read and would sign. A change of a word shows as a difference here.

``ANNING_GOLDEN=1 .venv/bin/python -m pytest tests/golden`` writes the papers anew; read the difference before it is kept.
"""

import os
import re

import pytest
from django.core.management import call_command

from documents.papers.table import KINDS
from tests.golden.papers import HERE, NAMES, case_of, text_of_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@pytest.mark.parametrize("name", NAMES)
def test_the_papers_of_a_case_say_what_was_read(name: str):
    call_command("load_recipients", verbosity=0)
    kept, text = HERE / "papers" / f"{name}.txt", text_of_papers(name)
    if os.environ.get("ANNING_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text)
    assert text == kept.read_text()


def test_every_kind_of_paper_is_among_them():
    read = {slug for name in NAMES for slug in case_of(name).get("papers", ())}
    assert read == KINDS.keys() - NOT_OF_THESE_CASES


# What follows an outcome that none of these cases has yet.
NOT_OF_THESE_CASES = {"appeal", "execution"}


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_pleads_by_or_in_slang_or_with_a_day_in_figures(name: str):
    said = re.sub("（没有这份材料：.*）", "", (HERE / "papers" / f"{name}.txt").read_text())
    for words in ("或者冒充", "威胁、辱骂，或者", "爆通讯录", "根据陈述和现有材料", "None"):
        assert words not in said
    assert not re.search(r"\d{4}-\d\d-\d\d(?!T)", said)
