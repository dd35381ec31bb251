"""Settings of the tests: the portal's own, on servers that the tests start for themselves (tests.servers).

The environment is set, not only the settings, so that a worker or a command started by a test sees the same.
"""

import os
import sys
from urllib.parse import quote

from portal.embedded.home import home, sockets_of

FOLDER = home() / "test-pg"
SCRATCH = FOLDER / "scratch" / str(os.getpid())
TEST_DATABASE = f"anning_test_{os.getpid()}"
_sockets = sockets_of(FOLDER)
# A run starts hundreds of processes; without this each of them would compile the project's code for itself.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
_room = (os.getpid() % 120) * 2  # two of Valkey's numbered rooms for each test process

for _name in (
    "S3_BUCKET",
    "EMAIL_URL",
    "PUBLIC_URL",
    "DATABASE_POOL",
    "DEBUG",
    "TIMESTAMP_URL",
    "TIMESTAMP_ROOTS",
):
    os.environ.pop(_name, None)
os.environ.update(
    DATABASE_URL=f"postgresql://anning_web@{quote(str(_sockets), safe='')}:5432/{TEST_DATABASE}",
    DATABASE_OWNER_URL=f"postgresql://anning_owner@{quote(str(_sockets), safe='')}:5432/{TEST_DATABASE}",
    BROKER_URL=f"redis+socket://{_sockets}/valkey.sock?virtual_host={_room}",
    CACHE_URL=f"unix://{_sockets}/valkey.sock?db={_room + 1}",
    KEYS_DIR=str(SCRATCH / "keys"),
    STORE=str(SCRATCH / "store"),
    ALLOWED_HOSTS="127.0.0.1 localhost testserver",
    API_RATE_ANONYMOUS="100000/min",
    API_RATE_ACCOUNT="100000/min",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's loop runs beside the ORM of a test
)

from portal.settings import *  # noqa: E402, F403

# The tests' servers are embedded ones: demo accounts may exist here, and staff need no second factor.
EMBEDDED_DATABASE = True
STAFF_WITHOUT_SECOND_FACTOR = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # only here: a test signs in often
ACCOUNT_RATE_LIMITS = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BEAT_SCHEDULE_FILENAME = str(SCRATCH / "beat-schedule")
