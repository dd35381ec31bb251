"""A case that a complainant shared with a lawyer of a firm, who accepted, and the doors of both. Invented people."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Access
from filings import services
from tests.cases import Case, make_case, make_user


class Led:
    def __init__(self) -> None:
        self.case: Case = make_case(at=timezone.now())
        self.firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
        self.lawyer = self.member("lawyer")
        self.share = self.shared_with(self.lawyer)
        self.owner_page, self.lawyer_page = self.page(self.case.owner), self.page(self.lawyer)

    def member(self, name: str, firm: Organisation | None = None) -> User:
        user = make_user(name, first_name="律", last_name=name)
        Membership.objects.create(user=user, organisation=firm or self.firm, role=Membership.Role.LAWYER)
        return user

    def shared_with(self, lawyer: User, case: Case | None = None) -> Access:
        case = case or self.case
        offered = services.share(by=case.by, complaint=case.complaint, with_user=lawyer)
        return services.accept_share(by=Actor.of_user(User.objects.get(pk=lawyer.pk)), access=offered)

    @property
    def by(self) -> Actor:
        """The lawyer."""
        return Actor.of_user(User.objects.get(pk=self.lawyer.pk))

    @property
    def complaint(self) -> Any:
        return self.case.complaint

    def page(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def address(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.complaint.number, *more])
