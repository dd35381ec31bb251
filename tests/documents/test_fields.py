"""Rule 10: nothing leaves but what stands on the list of fields. A canary in every place proves it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents import (
    FIELDS,
    Case,
    Cost,
    Document,
    Event,
    Exhibit,
    Message,
    Person,
    Prior,
    Respondent,
    Tally,
    complaint_letter,
    field_sheet,
    form_of,
    print_pack,
    statement_of_claim,
)
from documents.official import channels
from tests.documents.reading import text_of
from tests.documents.sample import GROUNDS, at, letter
from tests.documents.test_claims import claim

CANARIES: dict[str, tuple[str, ...]] = {
    "complainant.name": ("QNAME",),
    "complainant.phone": ("QPHONE",),
    "complainant.address": ("QADDRESS",),
    "complainant.postcode": ("QPOSTCODE",),
    "complainant.id_number": ("QIDENTITY",),
    "complainant.email": ("QEMAIL",),
    "complainant.gender": ("QGENDER",),
    "complainant.birth": ("1931年7月9日",),
    "complainant.ethnicity": ("QETHNICITY",),
    "complainant.occupation": ("QOCCUPATION",),
    "complainant.employer": ("QEMPLOYER",),
    "representative.name": ("QGUARDIAN",),
    "representative.relation": ("QGRELATION",),
    "representative.phone": ("QGPHONE",),
    "representative.address": ("QGADDRESS",),
    "representative.postcode": ("QGPOSTCODE",),
    "representative.id_number": ("QGIDENTITY",),
    "respondents": ("QRESPONDENT", "QUSCC", "QRADDRESS", "QRCONTACT"),
    "number": ("QNUMBER",),
    "matter": ("QMATTER",),
    "story": ("QSTORY",),
    "timeline": ("QEVENT",),
    "messages": ("QSENDER", "QMESSAGE"),
    "tally": ("QCOUNTED", "QSIGNED", "QPORT"),
    "prior": ("QPRIOR", "QTICKET", "QRESULT"),
    "costs": ("QCOST",),
    # Told to a court alone: with the claim, below.
    "details": (),
    "asks": ("QASK",),
    "exhibits": ("QEXHIBIT", "QSOURCE", "QPROVES", "QSHEX", "QREF"),
}
FULL = Case(
    fields=frozenset(FIELDS),
    complainant=Person(
        name="QNAME",
        phone="QPHONE",
        address="QADDRESS",
        postcode="QPOSTCODE",
        id_number="QIDENTITY",
        email="QEMAIL",
        gender="QGENDER",
        birth=date(1931, 7, 9),
        ethnicity="QETHNICITY",
        occupation="QOCCUPATION",
        employer="QEMPLOYER",
    ),
    representative=Person(
        name="QGUARDIAN",
        phone="QGPHONE",
        address="QGADDRESS",
        id_number="QGIDENTITY",
        relation="QGRELATION",
        postcode="QGPOSTCODE",
    ),
    respondents=(
        Respondent(
            role="operator", name="QRESPONDENT", uscc="QUSCC", address="QRADDRESS", contact="QRCONTACT"
        ),
    ),
    number="QNUMBER",
    matter="QMATTER",
    story="QSTORY",
    timeline=(Event(text="QEVENT", exhibits=("QREF",)),),
    messages=(Message(sender="QSENDER", text="QMESSAGE", exhibits=("QREF",)),),
    tally=Tally(said=("QCOUNTED",), rows=((date(2025, 11, 2), "QSIGNED", "QPORT", 3),)),
    prior=(Prior(to="QPRIOR", ticket="QTICKET", result="QRESULT"),),
    costs=(Cost(what="QCOST", yuan=Decimal("77")),),
    exhibits=(
        Exhibit(
            number="1-1",
            name="QEXHIBIT",
            source="QSOURCE",
            sha256="QSHEX",
            size=1,
            received_at=at(11, 1, 1, 1),
            proves="QPROVES",
        ),
    ),
    grounds=GROUNDS,
    relief=("R1", "R2", "R3", "R10"),
    asks=("QASK",),
    details={"lost": "QDETAIL"},
)
EVERY = {name for names in CANARIES.values() for name in names}


def found(made: Document) -> set[str]:
    said = text_of(made.pdf)
    return {canary for canary in EVERY if canary in said}


Maker = Callable[[Case], Document]
MAKERS: dict[str, Maker] = {
    **{
        channel: lambda case, c=channel: complaint_letter(letter(c, case))
        for channel in channels()
        if channel != "court"
    },  # type: ignore[misc]
    "claim": lambda case: statement_of_claim(claim(case)),
    "pack": lambda case: print_pack(letter("operator", case)),
    "claim pack": lambda case: print_pack(claim(case)),
    "sheet": lambda case: field_sheet(letter("12321", case)),
    "court sheet": lambda case: field_sheet(claim(case)),
}


def test_there_is_a_canary_for_every_field():
    assert CANARIES.keys() == FIELDS.keys()


def test_a_letter_with_everything_allowed_shows_everything():
    assert found(complaint_letter(letter("operator", FULL))) == EVERY


@pytest.mark.parametrize("maker", MAKERS)
def test_with_an_empty_list_nothing_of_the_person_leaves(maker: str):
    assert found(MAKERS[maker](replace(FULL, fields=frozenset()))) == set()


def test_a_court_alone_reads_the_details_and_only_where_they_are_allowed():
    assert "QDETAIL" in text_of(statement_of_claim(claim(FULL)).pdf)
    assert "QDETAIL" not in text_of(complaint_letter(letter("operator", FULL)).pdf)
    without = replace(FULL, fields=frozenset(FIELDS) - {"details"})
    assert "QDETAIL" not in text_of(statement_of_claim(claim(without)).pdf)


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_taken_off_the_list_is_gone_and_the_rest_stays(name: str):
    case = replace(FULL, fields=frozenset(FIELDS) - {name})
    assert found(complaint_letter(letter("operator", case))) == EVERY - set(CANARIES[name])


@pytest.mark.parametrize("name", FIELDS)
def test_what_alone_is_on_the_list_alone_leaves(name: str):
    made = complaint_letter(letter("operator", replace(FULL, fields=frozenset({name}))))
    expected = set(CANARIES[name])
    assert expected - {"QREF"} <= found(made) <= expected


def test_a_required_field_that_was_not_allowed_is_a_blank_and_named():
    allowed = frozenset(form_of("operator").required) - {"complainant.phone"}
    made = complaint_letter(letter("operator", replace(FULL, fields=allowed)))
    assert "联系电话" in made.missing
    assert "QPHONE" not in found(made)


def test_a_field_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no document knows"):
        Case(fields=frozenset({"complainant.shoe_size"}))
