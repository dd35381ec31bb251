"""What is done later about accounts."""

from celery import shared_task
from django.utils import timezone

from accounts import invitations, services, typed


@shared_task
def forget_unsent() -> int:
    at = timezone.now()
    return services.forget_unsent(at=at) + typed.forget_typed(at=at)


@shared_task
def forget_ended_sign_ins() -> int:
    return services.forget_ended_sign_ins(at=timezone.now())


@shared_task
def send_account_mails() -> int:
    return invitations.send_account_mails()
