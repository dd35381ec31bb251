"""What is made is what its shape says: no key more, none less. mypy holds who reads to the same shapes."""

import json
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, NotRequired, Required, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from complaints import stated
from documents.frozen import Content, Fields
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from filings.models import Export
from filings.services.bundles.orders import OrderText, frozen, order_of, propose_order
from filings.services.sending.content import content_of
from legal.reasoning.answers import Assessment
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FACTS, LISTS
from tests.cases import add_exhibit, make_case, make_desk, make_mail_recipient, prepared
from tests.legal import cases

NUMBERS = {float: (int, float), int: (int,)}


def faults(value: Any, shape: Any, where: str = "") -> Iterator[str]:
    """Where a JSON value is not what a shape says."""
    origin = get_origin(shape)
    if is_typeddict(shape):
        if not isinstance(value, dict):
            yield f"{where}: {value!r} is no object"
            return
        hints = get_type_hints(shape)
        yield from (f"{where}.{key}: unknown" for key in value.keys() - hints.keys())
        yield from (f"{where}.{key}: missing" for key in shape.__required_keys__ - value.keys())
        for key in value.keys() & hints.keys():
            yield from faults(value[key], hints[key], f"{where}.{key}")
    elif origin is dict:
        for key, one in value.items():
            yield from faults(one, get_args(shape)[1], f"{where}.{key}")
    elif origin is list:
        for place, one in enumerate(value):
            yield from faults(one, get_args(shape)[0], f"{where}[{place}]")
    elif origin is UnionType:
        some = [kind for kind in get_args(shape) if kind is not NoneType]
        if value is not None:
            yield from faults(value, some[0], where)
    elif origin in (NotRequired, Required):
        yield from faults(value, get_args(shape)[0], where)
    elif not isinstance(value, NUMBERS.get(shape, shape)):
        yield f"{where}: {value!r} is no {shape.__name__}"


ALL = {name: facts for name, facts in vars(cases).items() if isinstance(facts, dict) and "kind" in facts}


@pytest.mark.parametrize("name", ALL)
def test_an_assessment_is_what_its_shape_says(name: str) -> None:
    assert list(faults(json.loads(json.dumps(assess(ALL[name]))), Assessment)) == []


def test_every_fact_with_a_label_has_its_place_in_the_shape() -> None:
    groups = get_type_hints(stated.Facts)
    for name in FACTS:
        group, _dot, leaf = name.partition(".")
        assert group in groups
        assert not leaf or leaf in get_type_hints(groups[group]), name
    for name, row in (
        ("respondents", stated.Respondent),
        ("prior", stated.Prior),
        ("loss.costs", stated.Cost),
    ):
        assert LISTS[name].keys() <= get_type_hints(row).keys()


def test_every_field_of_a_filing_is_one_that_a_consent_can_name() -> None:
    assert get_type_hints(Fields).keys() <= {*FIELDS, *TOLD_FIELDS, *DESK_FIELDS}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["desk", "mail"])
def test_the_content_of_a_filing_is_what_its_shape_says(way: str) -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    recipient = make_desk()[0] if way == "desk" else make_mail_recipient()
    filing = prepared(case, recipient, exhibits=[exhibit])
    assert list(faults(content_of(filing), Content)) == []


@pytest.mark.django_db
def test_an_order_is_what_its_shape_says() -> None:
    case = make_case()
    add_exhibit(case)
    _exhibits, text = frozen(
        complaint=case.complaint, order=propose_order(complaint=case.complaint, made_for=Export.For.OWN)
    )
    kept = order_of(Export(order=text))
    assert kept["groups"]
    assert list(faults(kept, OrderText)) == []
    assert list(faults(order_of(Export(order="")), OrderText)) == []


def test_a_misspelt_key_is_a_fault() -> None:
    order = {"version": 1, "groups": [{"titel": "x", "items": []}], "statement": None, "megabytes": "0"}
    assert sorted(faults(order, OrderText)) == [
        ".groups[0].titel: unknown",
        ".groups[0].title: missing",
        ".megabytes: '0' is no int",
    ]
