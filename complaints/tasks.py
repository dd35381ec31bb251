"""Acts on complaints that happen later."""

import time

from celery import shared_task
from django.utils import timezone

from accounts.actors import Actor
from complaints import services

SWEEP_SECONDS = 8.0  # less than the schedule's step, so that sweeps do not fill every worker


@shared_task
def expire_drafts() -> int:
    return services.expire_drafts(by=Actor.system("drafts"), at=timezone.now())


@shared_task
def send_code_mails() -> int:
    return services.send_code_mails()


@shared_task
def forget_code_mails() -> int:
    """And the ways of news that are over."""
    at = timezone.now()
    return services.forget_code_mails(at=at) + services.forget_ended_ways(at=at)


@shared_task
def learn_from_corrections() -> None:
    """Delete what is kept to learn from and is over, and let what was learned follow; nothing where nothing is kept."""
    at = timezone.now()
    services.forget_texts(by=Actor.system("learning"), at=at)
    services.learn_own(at=at)


@shared_task
def group_contacts() -> int:
    """Put what came in since into its campaigns, for a few seconds; the next sweep goes on."""
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < SWEEP_SECONDS:
        looked_at = services.group_contacts(by=Actor.system("campaigns"), at=timezone.now())
        done += looked_at
        if not looked_at:
            break
    return done
