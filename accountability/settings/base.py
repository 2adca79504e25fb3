"""What every installation shares. Values come from the environment through `env`; nothing here is a secret."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accountability.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
STATE_DIR = env.folder("STATE_DIR", BASE_DIR / "var")
INBOX_DIR = STATE_DIR / "inbox"
RAW_DIR = STATE_DIR / "raw"
EVIDENCE_DIR = STATE_DIR / "evidence"
EXPORT_DIR = STATE_DIR / "exports"

DEBUG = False
DEMO = False
DEMO_PASSWORD = ""
DEMO_SIGN_INS: list[tuple[str, str, str]] = []
# The demo's civil "today". Audit and run times stay real.
WORKING_DAY = env.day("WORKING_DAY")
# The indicator by which units are listed and compared side by side.
HEADLINE_INDICATOR = env.text("HEADLINE_INDICATOR", "766.total")
AUTHORITY_NAME = env.text("AUTHORITY_NAME", "Tỉnh An Giang")

INSTALLED_APPS = [
    "accountability.web",
    "accountability.jobs",
    "commitments.exports",
    "commitments.recommendations",
    "commitments.comparison",
    "commitments.agreements",
    "commitments.sources",
    "commitments.signing",
    "commitments.indicators",
    "commitments.rulebooks",
    "commitments.organization",
    "commitments.accounts",
    "commitments.runs",
    "commitments.audit",
    "django_htmx",
    "django_q",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accountability.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accountability.web.private.PrivatePages",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "accountability.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accountability.web.context.site",
            ],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's settings; only PostgreSQL and SQLite are known."""
    config: dict[str, Any] = {**dj_database_url.parse(url)}
    engine = config["ENGINE"]
    if engine == "django.db.backends.sqlite3":
        # One writer at a time: take the lock at the start of a transaction and wait for it, instead of failing
        # half way when a reader wants to become a writer.
        config["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    elif engine == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return config


DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{STATE_DIR / 'camket.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A prefetched task's lock starts when it is fetched, not when it runs: retry must outlast a full local queue
# of the longest tasks, or a waiting task is delivered twice.
_TASK_TIMEOUT_SECONDS = 900
_QUEUE_WORKERS = env.integer("QUEUE_WORKERS", 2, least=1, most=32)
Q_CLUSTER = {
    "name": "camket",
    "orm": "default",
    "workers": _QUEUE_WORKERS,
    "queue_limit": _QUEUE_WORKERS,
    "bulk": 1,
    "timeout": _TASK_TIMEOUT_SECONDS,
    "retry": _TASK_TIMEOUT_SECONDS * (_QUEUE_WORKERS + 3),
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "recycle": 200,
    "max_rss": 1_500_000,
    "save_limit": 50,
    "poll": 1,
    "label": "Queue",
}

# A run whose worker has said nothing for so long is given to another; a cluster that has done nothing for so long
# is taken for hung and replaced; a stop waits so long for work in hand before it is cut off (the ledger resumes it).
RUN_LEASE_SECONDS = env.integer("RUN_LEASE_SECONDS", 120, least=1, most=3600)
HUNG_AFTER_SECONDS = env.integer("HUNG_AFTER_SECONDS", 180, least=2, most=3600)
STOP_GRACE_SECONDS = env.integer("STOP_GRACE_SECONDS", 20, least=1, most=1800)

SILENCED_SYSTEM_CHECKS = ["models.W040"]  # SQLite has no covering indexes; PostgreSQL uses them

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accountability.web.errors.csrf_failure"

# The largest evidence file that a head may attach, and the largest file that a source may drop.
EVIDENCE_MAX_BYTES = env.integer("EVIDENCE_MAX_MB", 20, least=1, most=200) * 1024 * 1024
DROP_MAX_BYTES = env.integer("DROP_MAX_MB", 50, least=1, most=1024) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
