"""Deletes what is kept to learn from and is over, makes this deployment's own table anew, and says what it is made of."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actors import Actor
from complaints import services
from complaints.reading.relearning import LEAST


class Command(BaseCommand):
    help = "Makes the reader's own table of this deployment out of the corrected messages that people consented to keep"

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        forgotten = services.forget_texts(by=Actor.system("learning"), at=at)
        manifest = services.learn_own(at=at)
        self.stdout.write(json.dumps(manifest, ensure_ascii=False, indent=1))
        kept, learned = manifest.get("texts", {}), manifest.get("learned", {})
        few = {name: many for name, many in kept.items() if name not in learned}
        say = self.stderr.write
        if not settings.LEARN_FROM_CORRECTIONS:
            say(
                "LEARN_FROM_CORRECTIONS is off: nothing is kept, messages are read by the reader's own tables alone"
            )
        say(f"deleted: {forgotten}; kept: {sum(kept.values())}; learned from: {sum(learned.values())}")
        for name, many in few.items():
            say(f"{name}: {many} of the {LEAST} that are needed; not used")
