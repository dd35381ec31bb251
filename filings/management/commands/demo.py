"""The demonstration: the reported stories through the whole flow."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings
from django.utils import timezone

from evidence.services import make_heads, stamp_due
from filings.demo.people import cast
from filings.demo.running import DemoFailed, Done, run_story
from filings.demo.sink import mail_sink
from filings.demo.stories import STORIES


class Command(BaseCommand):
    help = (
        "Takes five reported stories through the whole flow: filed, assessed, sent, decided, bundled, verified. "
        "Run twice, it adds nothing twice. Only on the embedded database, where its accounts belong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document; progress goes to standard error"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_DATABASE:
            raise CommandError(
                "the demo makes accounts with known names: it runs on the embedded database only"
            )
        say = self._say_aside if options["json"] else self._say
        done: list[Done] = []
        try:
            # This process alone sends to the sink; a portal that runs beside it keeps its own mail settings.
            with mail_sink() as (port, received), override_settings(**_to(port)):
                people = cast()
                bundles = Path(settings.ANNING_HOME) / "bundles"
                for place, story in enumerate(STORIES, 1):
                    say(f"[{place}/{len(STORIES)}]")
                    done.append(run_story(story, people, bundles, say))
                say(f"本机的邮件收件端收到 {len(received)} 封")
            make_heads(at=timezone.now())  # yesterday's; today's follows after midnight, by the clock
            stamp_due(at=timezone.now())
        except DemoFailed as failed:
            raise CommandError(str(failed)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"complaints": [_told(one) for one in done]}, ensure_ascii=False))
        else:
            say(f"演示账号和密码：{Path(settings.ANNING_HOME) / 'accounts.txt'}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)

    def _say_aside(self, line: str) -> None:
        pass


def _to(port: int) -> dict[str, Any]:
    """The mail settings that end at the sink."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }


def _told(done: Done) -> dict[str, Any]:
    return {
        "number": done.complaint.number,
        "kind": done.complaint.kind,
        "grounds": done.assessment.result["grounds"],
        "filings": [
            {"channel": one.channel, "recipient": one.recipient.name, "state": one.state}
            for one in done.filings
        ],
        "bundle": str(done.bundle),
    }
