"""Who helps an adult, and a child that takes over, for programs: the same acts as on the pages. Whoever a case is handed to opens
their link on the web: that is what shows that it is them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from complaints import services as cases
from complaints.api.lists import whole_case_or_404
from complaints.forms import AddressForm
from complaints.throttles import few_help_mails
from filings import services


class AddressSerializer(serializers.Serializer[Any]):
    email = serializers.CharField(max_length=254, help_text=gettext_lazy("本人自己的电子邮箱"))

    def validate_email(self, given: str) -> str:
        form = AddressForm({"email": given})
        if not form.is_valid():
            raise serializers.ValidationError([str(one) for one in form.errors["email"]])
        address: str = form.cleaned_data["email"]
        return address


class AuthoriseSerializer(serializers.Serializer[Any]):
    exhibit = serializers.UUIDField(help_text=gettext_lazy("本人签了字的授权书是哪一个文件"))


class OwnCodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text=gettext_lazy("本人的案件码，只给这一次：交给本人"))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except cases.NotHelped as refused:
        raise services.Refused(str(refused)) from None


def _address(request: Request) -> str:
    given = AddressSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    return str(given.validated_data["email"])


@extend_schema(request=AddressSerializer, responses={204: None})
@api_view(["POST"])
def ask(request: Request, number: str) -> Response:
    """Who helps has a link sent to the adult, who confirms by it. Nothing can be agreed to or sent before."""
    complaint = whole_case_or_404(request, number)
    address = _address(request)
    with _refusing(), few_help_mails(request, address):
        cases.ask_person(by=Actor.of(request), complaint=complaint, address=address)
    return Response(status=204)


@extend_schema(request=AuthoriseSerializer, responses=OwnCodeSerializer)
@api_view(["POST"])
def authorise(request: Request, number: str) -> Response:
    """Who helps names the exhibit that the adult signed; the answer is the adult's code, once."""
    complaint = whole_case_or_404(request, number)
    given = AuthoriseSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    with _refusing():
        code = cases.authorise_help(by=Actor.of(request), complaint=complaint, **given.validated_data)
    return Response({"code": code})


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def end(request: Request, number: str) -> Response:
    """The adult ends the help, or who helps does: they see nothing of the case any more."""
    cases.end_help(by=Actor.of(request), complaint=whole_case_or_404(request, number))
    return Response(status=204)


@extend_schema(request=AddressSerializer, responses={204: None})
@api_view(["POST"])
def ask_child(request: Request, number: str) -> Response:
    """A guardian has a link sent to the child, of fourteen or more, who takes the case over by it."""
    complaint = whole_case_or_404(request, number)
    address = _address(request)
    with _refusing(), few_help_mails(request, address):
        cases.ask_child(by=Actor.of(request), complaint=complaint, address=address)
    return Response(status=204)
