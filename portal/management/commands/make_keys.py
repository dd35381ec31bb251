"""The operator's way to make keys; what it makes passes ``check --deploy``."""

import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.keys import GENERATED


class Command(BaseCommand):
    help = (
        "Makes a signing key and a data key named after today, and the index key if there is none, in KEYS_DIR. "
        "Keys that are there stay and go on opening what they closed; the newest by name is used from now on."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default=timezone.localdate().isoformat(), help="name of the new keys")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["name"]
        if not name.replace("-", "").isalnum() or name.startswith(GENERATED):
            raise CommandError("--name: letters, digits and hyphens, and not generated-…")
        folder = Path(settings.KEYS_DIR)
        signing = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        made = {
            folder / "signing" / f"{name}.pem": signing,
            folder / "data" / f"{name}.key": secrets.token_bytes(32),
        }
        if settings.PUSH_CONTACT and not list(
            folder.glob("push/*.pem")
        ):  # another one ends every subscription
            made[folder / "push" / f"{name}.pem"] = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        if not list(folder.glob("index/*.key")):  # another index key would mean to index every row again
            made[folder / "index" / f"{name}.key"] = secrets.token_bytes(32)
        for path in made:
            if path.exists():
                raise CommandError(f"{path} is there already; nothing was made")
        for path, content in made.items():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            self.stdout.write(str(path))
