"""``check --deploy``: passes in a proper deployment, and fails on each thing that makes it none."""

import os
import runpy
import shutil
import subprocess
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.test import override_settings

from accounts.models import User
from portal import checks
from tests.portal.test_embedded import ROOT, environment_of


@pytest.fixture(scope="module")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys as an operator makes them."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    made = _manage(
        environment_of(folder.parent / "home", KEYS_DIR=str(folder)), "make_keys", "--name", "2026"
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def deployment(tmp_path: Path, made_keys: Path) -> dict[str, str]:
    """The environment of a deployment."""
    shutil.copytree(made_keys, tmp_path / "keys")
    return environment_of(
        tmp_path / "home",
        KEYS_DIR=str(tmp_path / "keys"),
        SECRET_KEY="ein-langer-geheimer-schluessel-0123456789-abcdefghijklmnopqrstuv",
        DATABASE_URL="postgresql://anning_web:one@database.invalid/anning",
        DATABASE_OWNER_URL="postgresql://anning_owner:two@database.invalid/anning",
        BROKER_URL="redis://broker.invalid:6379/0",
        EMAIL_URL="smtp+tls://portal:three@mail.invalid:587",
        TIMESTAMP_URL="https://time.invalid/tsa",
        TIMESTAMP_ROOTS=str(_certificate(tmp_path / "authority.pem", "An authority")),
        PUBLIC_URL="https://anning.invalid",
        ALLOWED_HOSTS="anning.invalid",
        HANDLER_NAME="An operator",
        HANDLER_CONTACT="office@anning.invalid",
        PRIVACY_OFFICER="An officer",
        PRIVACY_OFFICER_CONTACT="privacy@anning.invalid",
    )


def _certificate(file: Path, name: str) -> Path:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        subject, subject, key.public_key(), x509.random_serial_number(), now, now
    )
    file.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return file


def _manage(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def _check(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return _manage(environment, "check", "--deploy", "--fail-level", "WARNING")


def _said_here(environment: dict[str, str]) -> set[str]:
    """What the same checks say in this process of the settings that the environment makes: a process for each of them
    takes two seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - environment.keys():
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        made = runpy.run_path(str(ROOT / "portal" / "settings.py"))
    changed = {
        name: value
        for name, value in made.items()
        if name.isupper() and value != getattr(settings, name, None)
    }
    with warnings.catch_warnings():
        # The connections stay those of the tests.
        warnings.filterwarnings("ignore", "Overriding setting DATABASES")
        with override_settings(**changed):
            found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return {message.id for message in found if not message.is_silenced()}


def test_a_proper_deployment_passes(deployment):
    done = _check(deployment)
    assert done.returncode == 0, done.stderr
    assert _said_here(deployment) == set()


@pytest.mark.parametrize(
    ("changed", "said"), [({"SECRET_KEY": ""}, "anning.E005"), ({"EMAIL_URL": ""}, "anning.W001")]
)
def test_the_command_fails_for_an_error_and_for_a_warning(deployment, changed, said):
    done = _check(deployment | changed)
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DATABASE_OWNER_URL": ""}, "anning.E002"),
        ({"DATABASE_OWNER_URL": "postgresql://anning_web:one@database.invalid/anning"}, "anning.E002"),
        ({"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}, "anning.E001"),
        ({"DEBUG": "1"}, "anning.E006"),
        ({"ALLOWED_HOSTS": ""}, "anning.E007"),
        ({"ALLOWED_HOSTS": "*"}, "anning.E007"),
        ({"PUBLIC_URL": "http://anning.invalid"}, "anning.E008"),
        ({"HANDLER_NAME": " "}, "anning.E015"),
        ({"PRIVACY_OFFICER_CONTACT": ""}, "anning.E015"),
        ({"TIMESTAMP_URL": "", "TIMESTAMP_ROOTS": ""}, "anning.W002"),
        ({"TIMESTAMP_ROOTS": "/nowhere.pem"}, "anning.E013"),
        ({"TIMESTAMP_ROOTS": "manage.py"}, "anning.E013"),
        ({"TIMESTAMP_URL": "http://127.0.0.1:8100/"}, "anning.W003"),
        ({"TIMESTAMP_URL": "http://time.invalid/"}, "anning.W004"),
    ],
)
def test_one_thing_amiss_is_said(deployment, changed, said):
    assert said in _said_here(deployment | changed)


def test_generated_keys_fail(deployment):
    made = Path(deployment["KEYS_DIR"]) / "data" / "2026.key"
    made.rename(made.with_name("generated-1.key"))
    done = _check(deployment)
    assert done.returncode == 1
    assert "anning.E003" in done.stderr
    assert "generated-1.key" in done.stderr


def test_missing_keys_are_said(deployment):
    (Path(deployment["KEYS_DIR"]) / "signing" / "2026.pem").unlink()
    assert _said_here(deployment) == {"anning.E004"}


def test_the_file_of_demo_passwords_is_said(deployment):
    home = Path(deployment["ANNING_HOME"])
    home.mkdir(exist_ok=True)
    (home / "accounts.txt").write_text("…")
    assert _said_here(deployment) == {"anning.E010"}


@pytest.mark.django_db
def test_demo_accounts_in_the_database_fail(settings, tmp_path):
    settings.ANNING_HOME = tmp_path
    assert checks.demo_accounts(databases=["default"]) == []
    User.objects.create(username="desk", email=f"desk@{settings.DEMO_DOMAIN}")
    assert [found.id for found in checks.demo_accounts(databases=["default"])] == ["anning.E011"]


def test_keys_are_private_and_never_overwritten(deployment):
    for path in Path(deployment["KEYS_DIR"]).glob("*/*"):
        assert path.stat().st_mode & 0o077 == 0
    before = {path: path.read_bytes() for path in Path(deployment["KEYS_DIR"]).glob("*/*")}
    again = _manage(deployment, "make_keys", "--name", "2026")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    later = _manage(deployment, "make_keys", "--name", "2027")
    assert later.returncode == 0
    now = {path: path.read_bytes() for path in Path(deployment["KEYS_DIR"]).glob("*/*")}
    assert before.items() <= now.items()
    assert sorted(os.listdir(Path(deployment["KEYS_DIR"]) / "index")) == ["2026.key"]


def test_the_demonstrations_authority_is_no_authority(deployment, tmp_path):
    from evidence.timestamps.local import roots_file

    assert _said_here(deployment | {"TIMESTAMP_ROOTS": str(roots_file(tmp_path / "demo"))}) == {"anning.E014"}
