"""A channel is one file: law, papers and filings read their own part of it, and what is wrong is named by file and key."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from documents.official import read_form
from filings.channels import consents, corpus_faults, fields_by_channel
from legal.corpus import CorpusError, load
from legal.corpus.reader import FOLDER, read_corpus

Change = Callable[[str, Callable[[dict[str, Any]], object]], list[str]]
NAMES = sorted(load().channels)


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """The faults of a copy of the corpus in which the file of one channel was changed."""
    folder = tmp_path / "corpus"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def faults_after(channel: str, act: Callable[[dict[str, Any]], object]) -> list[str]:
        path = folder / "channels" / f"{channel}.yaml"
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        act(row)
        path.write_text(yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
        return corpus_faults(read_corpus(folder))

    return faults_after


def test_every_channel_holds_all_of_its_parts_and_nothing_is_wrong():
    assert corpus_faults(load()) == []
    assert sorted(fields_by_channel()) == NAMES
    for channel in load().channels.values():
        assert {"form", "consent"} <= channel.parts.keys(), channel.name
        assert not channel.parts.keys() & channel.rule.keys()


def test_no_part_of_a_channel_stands_elsewhere():
    """Neither a second file nor a table in code names the channels one by one."""
    root = Path(settings.BASE_DIR)
    named = {}
    for app in ("legal", "documents", "filings"):
        for path in (root / app).rglob("*"):
            if path.suffix in (".py", ".yaml") and "migrations" not in path.parts:
                said = path.read_text(encoding="utf-8")
                named[path.relative_to(root).as_posix()] = sum(
                    f'"{name}":' in said or f'"{name}",' in said or path.stem == name for name in NAMES
                )
    listing = {
        path for path, names in named.items() if names > 4 and not path.startswith("legal/corpus/channels/")
    }
    # The answers to “whom have you asked before”, which bear some of the same names, and how each is called on paper.
    assert listing == {"legal/reasoning/facts.py", "filings/services/sending/content.py"}


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda row: row.pop("form"), "channels/nifa.yaml form: is missing"),
        (lambda row: row["form"].pop("title"), "channels/nifa.yaml form: title is missing"),
        (lambda row: row["form"].update(titel="信"), "channels/nifa.yaml form: no key is called titel"),
        (lambda row: row["form"].update(title=12), "channels/nifa.yaml form: title holds 12"),
        (lambda row: row["form"].update(core="R10"), "channels/nifa.yaml form: core holds 'R10'"),
        (lambda row: row["form"].update(requests=["R1"]), "channels/nifa.yaml form: requests holds ['R1']"),
        (lambda row: row["form"].update(sheet="无"), "channels/nifa.yaml form: sheet holds '无'"),
        (lambda row: row["form"]["sheet"][0].pop("name"), "channels/nifa.yaml form sheet 1: name is missing"),
        (lambda row: row["form"]["sheet"].append({"name": "栏", "form": "on"}), "form sheet 6: no key is called form"),
        (lambda row: row["form"]["sheet"].append("栏"), "form sheet 6: '栏' is no list of keys"),
        (lambda row: row["form"]["sheet"][0].update({"from": "name"}), "form sheet: nothing is called name"),
        (lambda row: row["form"]["sheet"][0].update(source="hearsay"), "form sheet: source 'hearsay'"),
        (lambda row: row["form"]["sheet"][0].update(since="soon"), "form sheet 1: since holds 'soon'"),
        (lambda row: row["form"].update(required=["story", "tale"]), "form required: nothing is called tale"),
        (lambda row: row["form"].update(respondent_roles=["pigeon"]), "form respondent_roles: nothing is called pigeon"),
        (lambda row: row["form"].update(enforces=["鸽子法"]), "form enforces: nothing is called 鸽子法"),
        (lambda row: row["form"].update(core=["R99"]), "form core: nothing is called R99"),
        (lambda row: row["form"]["requests"].update(R99="请"), "form requests: nothing is called R99"),
        (lambda row: row["form"]["requests"].update(R1="请付{sum}元"), "form requests R1: nothing is called {sum}"),
        (lambda row: row.update(causes={}), "channels/nifa.yaml causes: a claim goes to a court alone"),
        (lambda row: row.pop("consent"), "channels/nifa.yaml consent: is missing"),
        (lambda row: row["consent"].pop("fields"), "channels/nifa.yaml consent: fields is missing"),
        (lambda row: row["consent"].update(field=[]), "channels/nifa.yaml consent: no key is called field"),
        (lambda row: row["consent"].update(fields="story"), "channels/nifa.yaml consent: fields holds 'story'"),
        (lambda row: row["consent"]["fields"].append("tale"), "channels/nifa.yaml consent fields: nothing is called tale"),
        (lambda row: row["consent"].update(told=["tale"]), "channels/nifa.yaml consent told: nothing is called tale"),
        (lambda row: row["consent"].update(answers=["story"]), "consent answers: nothing is called story"),
        (lambda row: row.update(company="yes"), "channels/nifa.yaml: company is true or false"),
        (lambda row: row.update(authority="no"), "channels/nifa.yaml: authority is true or false"),
        (lambda row: row.update(form_of="x"), "channels/nifa.yaml: no key is called form_of"),
    ],
)  # fmt: skip
def test_a_wrong_part_is_named_by_file_and_key(
    change: Change, act: Callable[[dict[str, Any]], object], told: str
):
    found = change("nifa", act)
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda row: row.pop("causes"), "channels/court.yaml causes: is missing"),
        (lambda row: row["causes"].pop("otherwise"), "channels/court.yaml causes: otherwise is missing"),
        (lambda row: row["causes"].update(other={}), "channels/court.yaml causes: no key is called other"),
        (lambda row: row["causes"]["rules"].append({"cause": "loan", "grounds": ["F99"]}), "no ground F99"),
        (lambda row: row["causes"]["rules"].append({"cause": "theft", "grounds": ["F5"]}), "no cause is called theft"),
    ],
)  # fmt: skip
def test_the_causes_of_action_are_checked(change: Change, act: Callable[[dict[str, Any]], object], told: str):
    found = change("court", act)
    assert any(told in one for one in found), found


@pytest.mark.parametrize("key", ["prior", "title", "order", "plain", "channel"])
def test_what_the_law_needs_of_a_channel_is_named_where_it_is_missing(change: Change, key: str):
    with pytest.raises(CorpusError, match=rf"nifa\.yaml: {key} is missing"):
        change("nifa", lambda row: row.pop(key))


def test_a_channel_stands_in_the_file_of_its_name(change: Change):
    with pytest.raises(CorpusError, match=r"nifa\.yaml: channel pigeon"):
        change("nifa", lambda row: row.update(channel="pigeon"))


def test_a_channel_more_is_a_file_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Put beside the others and named by a ground, it has its form, its consent and its place among earlier steps."""
    folder = tmp_path / "corpus"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    row = yaml.safe_load((folder / "channels" / "nifa.yaml").read_text(encoding="utf-8"))
    row |= {"channel": "chamber", "title": "某行业协会举报", "order": 27}
    path = folder / "channels" / "chamber.yaml"
    path.write_text(yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
    assert corpus_faults(read_corpus(folder)) == ["chamber: no ground leads to this channel"]
    ground = folder / "grounds" / "F1.yaml"
    ground.write_text(
        ground.read_text(encoding="utf-8").replace("channels: [", "channels: [chamber, "), encoding="utf-8"
    )
    call_command("check_corpus", str(folder))
    assert "19个渠道，0处问题" in capsys.readouterr().out
    chamber = read_corpus(folder).channels["chamber"]
    assert read_form("chamber", chamber.parts["form"]).title == "互联网金融举报信"
    assert (chamber.prior, chamber.authority) == (("other_authority", "report"), False)


def test_the_command_tells_of_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "corpus"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "channels" / "nifa.yaml"
    said = path.read_text(encoding="utf-8")
    said = (
        said.replace("tally,", "tail,")
        .replace("  declaration:", "  oath:")
        .replace("act: report}", "act: coo}")
    )
    path.write_text(said, encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("check_corpus", str(folder))
    told = capsys.readouterr().out
    for fault in (
        "consent fields: nothing is called tail",
        "form: no key is called oath",
        "prior: act 'coo'",
    ):
        assert f"channels/nifa.yaml {fault}" in told
    path.write_text(said.replace("prior:", "prio:"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"nifa\.yaml: prior is missing"):
        call_command("check_corpus", str(folder))


def test_the_identity_number_goes_where_it_is_asked_for():
    """A court, a review, the police, financial authorities and credit files; never to a company that disturbs."""
    asking = {name for name, consent in consents().items() if "complainant.id_number" in consent.fields}
    assert asking == {"police", "12378", "12363", "local_finance", "credit_dispute", "court", "review"}
