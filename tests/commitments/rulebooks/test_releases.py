from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commitments.audit.models import AuditEvent
from commitments.rulebooks import selectors
from commitments.rulebooks.models import RulebookRelease
from commitments.rulebooks.selectors import UnableToReadRulebook, rulebook_of
from commitments.rulebooks.services import release_current
from scoring.rulebooks import load_rulebook, read_package_data

pytestmark = pytest.mark.django_db
AT = datetime(2025, 10, 15, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_memory():
    selectors._rulebook.cache_clear()
    yield
    selectors._rulebook.cache_clear()


def test_the_rules_of_the_program_are_recorded_once() -> None:
    first, second = release_current(at=AT), release_current(at=AT)
    assert first.pk == second.pk
    assert first.sha256 == load_rulebook(read_package_data()).digest
    assert AuditEvent.objects.filter(action="rulebook.release").count() == 1


def test_a_release_reads_back_as_the_very_same_rulebook(django_assert_num_queries) -> None:
    release = release_current(at=AT)
    assert rulebook_of(release.pk) == load_rulebook(read_package_data())
    with django_assert_num_queries(1):
        assert rulebook_of(release.pk) is rulebook_of.__globals__["_rulebook"](release.sha256)


def test_a_release_cannot_be_changed() -> None:
    release_current(at=AT)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        RulebookRelease.objects.update(content={})


def test_files_changed_past_the_guard_are_not_taken_for_the_release() -> None:
    release = release_current(at=AT)
    with connection.cursor() as cursor:
        on_table = " ON rulebooks_rulebookrelease" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER guard_rulebooks_rulebookrelease_update{on_table}")
    content = dict(release.content)
    name = next(name for name in content if name.startswith("levels/"))
    content[name] += "# quietly changed\n"
    RulebookRelease.objects.update(content=content)
    with pytest.raises(UnableToReadRulebook):
        rulebook_of(release.pk)
