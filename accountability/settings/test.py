"""Tests: fast hashing, state in a folder of their own, the database that DATABASE_URL names (SQLite by default)."""

import os
import tempfile

os.environ.setdefault("STATE_DIR", tempfile.mkdtemp(prefix="camket-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789-0123456789")

from accountability.settings.dev import *  # noqa: F403  the environment above must be set first
from accountability.settings.dev import DATABASES, STATE_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests with threads and processes share it as production shares its database.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / f"test-{os.getpid()}.sqlite3")}
