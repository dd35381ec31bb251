"""Where the operator is: asked where the plan depends on it, in plain words, and nobody has to know."""

from datetime import date

import pytest

from complaints.facts import facts_of
from complaints.forms import RespondentForm, RespondentFormSet
from complaints.models import Kind
from legal.reasoning.assessment import assess


@pytest.mark.parametrize("kind", Kind.values)
def test_the_province_of_the_operator_is_asked_of_a_second_hand_number(kind: str) -> None:
    field = RespondentForm(kind=kind).fields["region"]
    assert ("", "（不知道）") in [(value, str(label)) for value, label in field.choices]
    assert not field.required
    assert ("电信申诉归运营商所在的省管" in str(field.help_text)) is (kind == Kind.SECOND_HAND_NUMBER)


@pytest.mark.parametrize(("region", "of"), [("410000", "operator"), ("", "complainant")])
def test_the_answer_decides_whose_rules_the_appeal_goes_by(region: str, of: str) -> None:
    row = {"role": "operator", "name": "甲通信", "region": region}
    posted = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"} | {
        f"form-0-{name}": value for name, value in row.items()
    }
    formset = RespondentFormSet(posted, form_kwargs={"kind": Kind.SECOND_HAND_NUMBER})
    assert formset.is_valid(), formset.errors
    facts = facts_of(
        {
            "kind": {"kind": Kind.SECOND_HAND_NUMBER},
            "you": {"region": "310000"},
            "respondents": {"rows": [formset.cleaned_data[0]]},
        },
        filing_date=date(2026, 11, 20),
    )
    step = next(
        row for row in assess(facts, on=date(2026, 11, 20))["plan"] if row["channel"] == "telecom_appeal"
    )
    assert step["region"] == {"code": region or "310000", "of": of}
