"""What every test with a database shares."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from commitments.lib import guards

# No test asserts how long something takes: a busy machine must not turn a build red.
hypothesis.settings.register_profile("camket", deadline=None)
hypothesis.settings.load_profile("camket")


def _drop_guards() -> None:
    """Let a test's rows be cleared: neither DELETE nor TRUNCATE passes the guards."""
    with connection.cursor() as cursor:
        for guard in guards.registered():
            for name in guard.names(connection.vendor):
                on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@pytest.fixture(autouse=True)
def _guards_step_aside_for_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real commits the tables are flushed; Django's post_migrate then installs the guards again."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        _drop_guards()


@pytest.fixture(autouse=True)
def _vietnamese_first() -> None:
    """A request leaves its language behind in its thread, as in production; each test begins in Vietnamese."""
    translation.activate(settings.LANGUAGE_CODE)
