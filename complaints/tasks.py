"""Acts on complaints that happen later."""

from celery import shared_task
from django.utils import timezone

from accounts.actors import Actor
from complaints import services


@shared_task
def expire_drafts() -> int:
    return services.expire_drafts(by=Actor.system("drafts"), at=timezone.now())
