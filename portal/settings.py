"""Settings. Everything that differs between machines comes from the environment (portal.environment reads it).

Without any, the portal runs by itself on one machine: embedded PostgreSQL and Valkey, mails as files, generated keys.
``manage.py check --deploy`` refuses to call that a deployment.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from core import retention_and_limits as limits
from portal import environment, languages
from portal.embedded.home import home

BASE_DIR = Path(__file__).resolve().parent.parent
ANNING_HOME = home()
KEYS_DIR = Path(environment.text("KEYS_DIR", str(ANNING_HOME / "keys")))
STORE = Path(environment.text("STORE", str(ANNING_HOME / "store")))

DEBUG = environment.flag("DEBUG")
SECRET_KEY, SECRET_KEY_GENERATED = environment.secret_key(KEYS_DIR)
EMBEDDED_DATABASE = not environment.text("DATABASE_URL")
DATABASE_OWNER_GIVEN = bool(environment.text("DATABASE_OWNER_URL"))

# ── Addresses ────────────────────────────────────────────────────────────────────────────────────────────────────
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://127.0.0.1:{environment.number('PORT', 8000)}").rstrip(
    "/"
)
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured("PUBLIC_URL: expected https://host or http://host:port")
_https = _public.scheme == "https"
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS and EMBEDDED_DATABASE:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", _public.hostname]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
# How many proxies of ours stand before the portal; more than none means that X-Forwarded-* is theirs to set.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)

# Who answers for the personal information here, and how they are reached (个人信息保护法 17, 52).
HANDLER = {
    "name": environment.text("HANDLER_NAME"),
    "contact": environment.text("HANDLER_CONTACT"),
    "officer": environment.text("PRIVACY_OFFICER"),
    "officer_contact": environment.text("PRIVACY_OFFICER_CONTACT"),
}

# ── The house ────────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "portal",
    "accounts",
    "complaints",
    "evidence",
    "legal",
    "filings",
    "workbench",
    "portal.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.gate.compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.gate.private",
    "portal.gate.forgetting",
    "portal.gate.spoken",
    "portal.gate.bounded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.gate.unsent",
    "portal.gate.second_factor",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            # Every form says before whom it was shown; every page may draw an icon and a number to call.
            "builtins": ["accounts.templatetags.marked", "portal.templatetags.look"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our templates/ may restate a widget
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Data ─────────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = environment.databases()
PGTRIGGER_MIGRATIONS = True
_broker = environment.broker()
CACHES = {"default": environment.cache(_broker)}
STORAGES = {
    "default": environment.sealed_storage(
        STORE
    ),  # nothing uploads here by default; what does is sealed all the same
    "sealed": environment.sealed_storage(STORE),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    12 * 1024 * 1024
)  # a pasted text of 10 MB gets an answer of the form, not a bare 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.large_uploads.UnnamedFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ── Static files: served by the portal itself, straight from the apps' folders; no build step ────────────────────────
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600
WHITENOISE_ROOT = (
    BASE_DIR / "portal" / "root"
)  # what browsers look for at the top: robots, icon, manifest, offline.js
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# ── Language and time ────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
# The source texts are Chinese; a language is offered once its catalogue is whole, never half of one page in each.
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages.offered(LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _https
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = "portal.formats"

# ── Sign-in (allauth) ────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailCodeForm",
    "add_email": "accounts.forms.AddEmailForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# An address is enough: a code goes there, now and at each sign-in. A password can be set later by who wants one.
# (Without the second, allauth would take the field out of signing in as well; the form of signing up leaves it out.)
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = (
    limits.WRONG_SIGN_IN_CODES
)
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(
    limits.SIGN_IN_CODE_LIFE.total_seconds()
)
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Counted against who asks alone: by the mailbox, as allauth would as well, a stranger keeps its owner from asking.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    ("request_login_code", "reset_password", "signup"), f"{limits.ACCOUNT_MAILS_A_MINUTE}/m/ip"
)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _public.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "安宁"
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "activate_totp": "accounts.forms.ActivateAuthenticatorForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff accounts are made by an operator, who answers for the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
# The demo accounts of the embedded database enter the desk without a second factor; there, and only there.
STAFF_WITHOUT_SECOND_FACTOR = EMBEDDED_DATABASE

# ── Headers ──────────────────────────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # allauth shows the authenticator's QR code as a data: image
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
SESSION_COOKIE_AGE = int(limits.SESSION_LIFE.total_seconds())
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DEMO_DOMAIN = "demo.invalid"  # a deployment that holds an address of it fails its check

# ── API ──────────────────────────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "portal.rest.entering.DeskKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "portal.rest.entering.StaffWithSecondFactor",
        "portal.rest.entering.WithinScope",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",  # counts nothing, skips nothing
    "PAGE_SIZE": 20,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PARSER_CLASSES": ["portal.rest.parsing.PlainJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "portal.rest.refusing.refusal",
    "DEFAULT_THROTTLE_CLASSES": [
        "complaints.throttles.AnonymousCalls",
        "complaints.throttles.AccountCalls",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": environment.text("API_RATE_ANONYMOUS", "60/min"),
        "user": environment.text("API_RATE_ACCOUNT", "600/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "安宁 API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "ENUM_NAME_OVERRIDES": {
        "ComplaintKind": "complaints.models.Kind",
        "Situation": "complaints.models.Situation",
        "ComplaintState": "complaints.models.Complaint.State",
        "ContactChannel": "complaints.models.Contact.Channel",
        "FilingState": "filings.moves.State",
        "Way": "filings.models.Way",
        "ProposalAct": "filings.models.Proposal.Act",
        "ProposalState": "filings.models.Proposal.State",
        "BulkAction": "filings.models.BulkAct.Act",
        "BulkState": "filings.models.BulkAct.State",
        "BulkItemState": "filings.models.BulkItem.State",
        "DocumentKind": "filings.models.FilingDocument.Kind",
        "NoteKind": "filings.models.Note.Kind",
        "DeliveryState": "filings.models.Delivery.State",
        "SupplementState": "filings.models.Supplement.State",
        "PaperState": "filings.models.Paper.State",
        "ExportState": "filings.models.Export.State",
        "BundleProof": "filings.api.bundles.PROOFS",
        "ImportState": "evidence.models.Import.State",
    },
}

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────
_mail = environment.mail()
globals().update(_mail)
# Whether a mail that was handed over leaves this machine. Where it does not, nobody may be told that it was sent.
EMAIL_LEAVES = "smtp" in _mail["EMAIL_BACKEND"]
# Who is told when stored bytes are not what they were; the superusers who left an address are told as well.
ADMINS = [("", address) for address in environment.words("ADMINS")]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("EMAIL_FROM", f"anning@{_public.hostname}")

# ── News otherwise than by mail: each only where the operator sets it ─────────────────────────────────────────────────
# Whom a push service may write to about this portal (mailto:… or https://…); empty: no push is offered.
PUSH_CONTACT = environment.contact("PUSH_CONTACT")
# The push services of the browsers' makers, and no other host: where a browser is told to be is its user's word.
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "*.notify.windows.com",
    *environment.words("PUSH_HOSTS"),
)
TEXT_URL, TEXT_TOKEN, TEXT_ROOTS = environment.text_gateway()
# Hosts of organisations' own systems that may stand in a private network beside the portal, and the certificates that are
# trusted for all of them instead of the system's (PEM).
WEBHOOK_HOSTS = environment.words("WEBHOOK_HOSTS")
WEBHOOK_ROOTS = environment.text("WEBHOOK_ROOTS")

# ── Learning from corrections: only where the operator sets it, and only for this deployment ─────────────────────────
LEARN_FROM_CORRECTIONS = environment.flag("LEARN_FROM_CORRECTIONS")
OWN_READER = STORE / "reader"

# ── Evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────
CLAMD_URL = environment.scanner()  # of a clamd; without it files stay 未查毒, and say so
EVIDENCE_MAX_BYTES = limits.MAX_FILE_BYTES
EVIDENCE_MAX_BACKUP_BYTES = limits.MAX_BACKUP_BYTES
EVIDENCE_MAX_FILES = limits.MAX_CASE_FILES
MOST_UPLOADED = 2 * EVIDENCE_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE  # one request, all its files together
MOST_AN_HOUR = limits.MAX_AN_HOUR

# ── Trusted time (RFC 3161) ──────────────────────────────────────────────────────────────────────────────────────
TIMESTAMP_URL, TIMESTAMP_ROOTS, TIMESTAMP_POLICY = environment.timestamp_authority()
# Only the embedded database may stamp with an authority of its own; its tokens and pages say that they prove nothing.
TIMESTAMP_DEMO = EMBEDDED_DATABASE and not TIMESTAMP_URL
FIXITY_BYTES = environment.number("FIXITY_MEGABYTES", 256) * 1024 * 1024  # read again every ten minutes

# ── Later work: rows are the truth, Celery only carries their ids ────────────────────────────────────────────────────
CELERY_BROKER_URL = _broker
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Slow kinds of work in queues of their own (portal/serving/processes.py starts a worker for each): reading files,
# recognising pictures, reading a phone's backup, building bundles. What waits for nobody else's server and is done in
# seconds is in "pulse": no mail server that hangs keeps the heartbeat. A worker that names no queue does all of them.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [
    Queue(name) for name in (CELERY_TASK_DEFAULT_QUEUE, "pulse", "evidence", "ocr", "imports", "exports")
]
CELERY_TASK_ROUTES = {
    "portal.tasks.*": {"queue": "pulse"},
    "accounts.tasks.send_account_mails": {"queue": CELERY_TASK_DEFAULT_QUEUE},  # waits for a mail server
    "accounts.tasks.*": {"queue": "pulse"},
    "complaints.tasks.send_code_mails": {"queue": CELERY_TASK_DEFAULT_QUEUE},  # waits for a mail server
    "complaints.tasks.learn_from_corrections": {"queue": "imports"},  # reads messages, as that worker does
    "complaints.tasks.*": {"queue": "pulse"},
    "filings.tasks.deliver_here": {"queue": "pulse"},
    "filings.tasks.sweep_parked": {"queue": "pulse"},
    "filings.tasks.sweep_shares": {"queue": "pulse"},
    "filings.tasks.sight_filings": {"queue": "pulse"},
    "filings.tasks.fold_tallies": {"queue": "pulse"},
    "filings.tasks.sweep_listings": {"queue": "pulse"},
    "filings.tasks.sweep_deadlines": {"queue": "pulse"},
    "evidence.tasks.make_renditions_of": {"queue": "evidence"},
    "evidence.tasks.sweep_renditions": {"queue": "evidence"},
    "evidence.tasks.sweep_orphans": {"queue": "evidence"},
    "evidence.tasks.recognise_*": {"queue": "ocr"},
    "evidence.tasks.sweep_redactions": {"queue": "ocr"},
    "evidence.tasks.carry_import": {"queue": "imports"},
    "evidence.tasks.sweep_imports": {"queue": "imports"},
    "filings.tasks.sweep_exports": {"queue": "exports"},
    "filings.tasks.sweep_lists": {"queue": "exports"},
}
# A web request never waits for the broker: the row is saved, the sweep will find it. The library would try to connect
# three times within six seconds; one try is enough, and a worker goes on trying by itself (broker_connection_retry).
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1  # seconds
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"max_retries": 0}
if _broker.startswith("redis"):
    # A task of a worker that died is given to another after the visibility timeout, looked for every second or so.
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "visibility_timeout": 900,
        "unacked_restore_interval": 1,
        "socket_connect_timeout": CELERY_BROKER_CONNECTION_TIMEOUT,
        "socket_timeout": environment.number("BROKER_PATIENCE", 30),
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(ANNING_HOME / "run" / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "here": {"task": "filings.tasks.deliver_here", "schedule": 5.0, "options": {"expires": 5}},
    "shares": {"task": "filings.tasks.sweep_shares", "schedule": 60.0, "options": {"expires": 60}},
    "parked": {"task": "filings.tasks.sweep_parked", "schedule": 60.0, "options": {"expires": 60}},
    "away": {"task": "filings.tasks.send_away", "schedule": 5.0, "options": {"expires": 5}},
    "notices": {"task": "filings.tasks.send_notices", "schedule": 10.0, "options": {"expires": 10}},
    "signals": {"task": "filings.tasks.send_signals", "schedule": 10.0, "options": {"expires": 10}},
    "webhooks": {"task": "filings.tasks.call_webhooks", "schedule": 30.0, "options": {"expires": 30}},
    "code mails": {"task": "complaints.tasks.send_code_mails", "schedule": 10.0, "options": {"expires": 10}},
    "account mails": {
        "task": "accounts.tasks.send_account_mails",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "storage": {"task": "portal.tasks.try_storage", "schedule": 15.0, "options": {"expires": 15}},
    "exports": {"task": "filings.tasks.sweep_exports", "schedule": 10.0, "options": {"expires": 10}},
    "lists": {"task": "filings.tasks.sweep_lists", "schedule": 10.0, "options": {"expires": 10}},
    "days": {"task": "filings.tasks.sweep_days", "schedule": crontab(minute="21", hour="8-20")},
    "bulk": {"task": "filings.tasks.sweep_bulk", "schedule": 10.0, "options": {"expires": 10}},
    "desk days": {"task": "filings.tasks.sweep_desk_days", "schedule": crontab(minute="11", hour="7")},
    "desk mail": {"task": "filings.tasks.sweep_desk_mail", "schedule": 60.0, "options": {"expires": 60}},
    "desk digest": {"task": "filings.tasks.sweep_desk_digest", "schedule": crontab(hour="8", minute="9")},
    "stopped": {"task": "filings.tasks.sweep_stopped", "schedule": crontab(hour="10", minute="51")},
    "deadlines": {"task": "filings.tasks.sweep_deadlines", "schedule": crontab(minute="27")},
    "imports": {"task": "evidence.tasks.sweep_imports", "schedule": 10.0, "options": {"expires": 10}},
    "renditions": {"task": "evidence.tasks.sweep_renditions", "schedule": 10.0, "options": {"expires": 10}},
    "redactions": {"task": "evidence.tasks.sweep_redactions", "schedule": 15.0, "options": {"expires": 15}},
    "recognition": {"task": "evidence.tasks.recognise_due", "schedule": 10.0, "options": {"expires": 10}},
    "timestamps": {"task": "evidence.tasks.sweep_timestamps", "schedule": 15.0, "options": {"expires": 15}},
    "daily heads": {"task": "evidence.tasks.make_heads", "schedule": crontab(minute="7,37")},
    "fixity": {"task": "evidence.tasks.check_fixity", "schedule": 600.0, "options": {"expires": 600}},
    "erased again": {"task": "filings.tasks.erase_again", "schedule": 600.0, "options": {"expires": 600}},
    "all erased again": {
        "task": "filings.tasks.erase_again",
        "kwargs": {"everything": True},
        "schedule": crontab(hour="3", minute="53"),
    },
    "figures": {"task": "filings.tasks.publish_figures", "schedule": crontab(minute="43")},
    "unfinished uploads": {"task": "evidence.tasks.sweep_uploads", "schedule": crontab(minute="47")},
    "orphaned bytes": {"task": "evidence.tasks.sweep_orphans", "schedule": crontab(minute="57")},
    "abandoned files": {"task": "evidence.tasks.erase_abandoned", "schedule": crontab(minute="37")},
    "drafts": {"task": "complaints.tasks.expire_drafts", "schedule": crontab(minute="17")},
    "unsent text": {"task": "accounts.tasks.forget_unsent", "schedule": crontab(minute="7")},
    "ended sign-ins": {
        "task": "accounts.tasks.forget_ended_sign_ins",
        "schedule": crontab(hour="3", minute="22"),
    },
    "old code mails": {"task": "complaints.tasks.forget_code_mails", "schedule": crontab(minute="37")},
    "corrections": {"task": "complaints.tasks.learn_from_corrections", "schedule": crontab(minute="33")},
    "campaigns": {"task": "complaints.tasks.group_contacts", "schedule": 20.0, "options": {"expires": 20}},
    "numbers of desks": {"task": "filings.tasks.fold_tallies", "schedule": 60.0, "options": {"expires": 60}},
    "lines of queues": {
        "task": "filings.tasks.sweep_listings",
        "schedule": crontab(minute="4-59/10"),
        "options": {"expires": 600},
    },
    "campaigns at desks": {
        "task": "filings.tasks.sight_filings",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
}

# ── Logs: to standard error, without personal data (no query strings, no bodies, no addresses of visitors) ──────────────
_level = environment.text("LOG_LEVEL", "WARNING").upper()
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.logs.WithoutWords", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"without_personal_data": {"()": "portal.logs.WithoutPersonalData"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_personal_data"],
        }
    },
    "root": {"handlers": ["stderr"], "level": _level},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": _level, "propagate": False},
        "celery": {"handlers": ["stderr"], "level": _level, "propagate": False},
    },
}
