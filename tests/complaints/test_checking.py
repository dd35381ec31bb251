"""What a caller hands in is checked by forms and a serializer that are kept: nothing of one request shows in another."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django import forms as django_forms
from django.utils import translation
from rest_framework.exceptions import ValidationError

from complaints import forms
from complaints.api.incoming import ComplaintInputSerializer, complaint_given
from complaints.models import Kind
from tests.callers import filing

YOU = {"name": "王小宁", "phone": "13900001234", "region": "310000", "agree": True}
GIVEN: list[tuple[type[django_forms.Form], dict[str, str], dict[str, Any]]] = [
    (forms.YouForm, {"capacity": "guardian"}, {}),
    (forms.YouForm, {"capacity": ""}, {}),
    (forms.YouForm, {"capacity": "former_holder"}, {**YOU, "phone": "+85291234567"}),
    (forms.YouForm, {"capacity": ""}, {**YOU, "phone": "+85291234567"}),
    (forms.YouForm, {"capacity": "guardian"}, {**YOU, "child": "小小", "number": "13900005678"}),
    (forms.YouForm, {"capacity": ""}, {**YOU, "child": "小小", "number": "1"}),
    (forms.RespondentForm, {}, {"role": "operator", "uscc": "91110000100000000X"}),
    (forms.RespondentForm, {}, {"role": "shop", "name": "示例"}),
    (forms.MessageForm, {}, {"sender": "abc", "received_on": "2999-01-01"}),
    (forms.MessageForm, {}, {"text": "退订回T"}),
    *((forms.SituationsForm, {"kind": kind}, {"situations": ["no_debt"]}) for kind in Kind.values),
]


def said(form: django_forms.Form) -> tuple[Any, Any]:
    return form.is_valid(), (form.errors.as_json(), form.cleaned_data)


def test_a_form_that_only_checks_says_what_the_form_of_the_page_says() -> None:
    for _again in range(2):
        for form, asked, given in GIVEN:
            assert said(forms.checking(form, **asked)(given)) == said(form(given, **asked)), (form, given)


def test_the_forms_of_the_pages_keep_fields_of_their_own() -> None:
    forms.checking(forms.YouForm, capacity="guardian")({})
    assert str(forms.YouForm().fields["name"].label) == "姓名"
    assert forms.YouForm().fields["name"] is not forms.YouForm().fields["name"]


WRONG = [
    filing(kind="other"),
    filing(story="长" * 20_001),
    filing(complainant__phone="12"),
    filing(contacts=3),
    None,
]


def words(given: Any) -> Any:
    try:
        complaint_given(given)
    except ValidationError as error:
        return error.detail
    return None


def fresh(given: Any) -> Any:
    serializer = ComplaintInputSerializer(data=given)
    serializer.is_valid()
    return serializer.errors


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_complaint_is_told_in_the_language_of_its_request(given: Any) -> None:
    told = []
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            told.append(str(words(given)))
            if given is not None:
                assert told[-1] == str(fresh(given))
    assert told[0] == told[2] != told[1] or given == WRONG[2]


def test_many_at_once_are_each_told_what_is_wrong_with_theirs() -> None:
    expected = [words(given) for given in WRONG]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(words, WRONG * 20)) == expected * 20
    assert words(filing()) is None
    given = complaint_given(filing(respondents=[]))
    assert (given["respondents"], len(complaint_given(filing())["respondents"])) == ([], 2)
