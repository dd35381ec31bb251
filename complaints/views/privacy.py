"""Who handles what people tell here, what for, who gets it, and what they can do about it (个人信息保护法 17)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from complaints.services import STEPS, learns
from core.retention_and_limits import DRAFT_LIFE, TRAINING_TEXT_LIFE, TYPED_TEXT_LIFE, UNSENT_TEXT_LIFE


def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "handler": settings.HANDLER,
        "draft_days": DRAFT_LIFE.days,
        "unsent_hours": int(UNSENT_TEXT_LIFE.total_seconds()) // 3600,
        "typed_days": TYPED_TEXT_LIFE.days,
        "spoken_of_from": STEPS[0],
        "stamped": bool(settings.TIMESTAMP_URL),
        "demo_stamps": settings.TIMESTAMP_DEMO,
        "learns": learns(),
        "training_days": TRAINING_TEXT_LIFE.days,
        "texts": bool(settings.TEXT_URL),
    }
    return render(request, "complaints/privacy.html", context)
