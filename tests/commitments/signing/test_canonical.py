from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from commitments.agreements.services.canonical import may_be_renamed
from commitments.signing.services import signature_add
from commitments.signing.services.canonical import (
    Difference,
    canonical_bytes,
    differences,
    exact_text,
    moment_text,
    sha256_of,
)


def test_the_bytes_do_not_depend_on_the_order_in_which_the_content_was_written() -> None:
    one = canonical_bytes({"b": [1, None, True], "a": "Đặc khu Phú Quốc"})
    assert one == canonical_bytes({"a": "Đặc khu Phú Quốc", "b": [1, None, True]})
    assert one.decode() == '{"a":"Đặc khu Phú Quốc","b":[1,null,true]}'
    # Pinned: a scheme's output never changes in place.
    assert sha256_of(one) == "1657923de53782d67d6b74d189dadb311e8d564c7b4af3a37e67c087b65d9364"


@pytest.mark.parametrize("value", [Decimal(90), Decimal("90.0"), Decimal("90.0000"), Decimal("9E1")])
def test_one_number_has_one_text(value: Decimal) -> None:
    assert exact_text(value) == "90.0000"
    assert exact_text(None) is None


def test_one_moment_has_one_text_in_every_zone() -> None:
    moment = datetime(2025, 10, 15, 2, 30, tzinfo=UTC)
    assert (
        moment_text(moment)
        == moment_text(moment.astimezone(timezone(timedelta(hours=7))))
        == "2025-10-15T02:30:00.000000Z"
    )


def test_floats_have_no_place_in_what_is_signed() -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"targets": [{"value": 0.1}]})


def test_differences_name_the_place_and_both_sides() -> None:
    signed = {"a": 1, "items": [{"target": "90"}, {"target": "80"}], "gone": "x"}
    now = {"a": 1, "items": [{"target": "85"}], "new": None, "more": "y"}
    assert list(differences(signed, now)) == [
        Difference("items.1.target", "90", "85"),
        Difference("items.2", '{"target": "80"}', None),
        Difference("gone", "x", None),
        Difference("more", None, "y"),
    ]


def test_only_names_may_be_corrected_afterwards() -> None:
    assert may_be_renamed("commitments.12.cohort.name")
    assert not any(may_be_renamed(path) for path in ("commitments.12.title", "parties.unit.code", "commitments.12"))


@pytest.mark.django_db(transaction=True)
def test_a_signature_is_written_only_with_what_it_seals() -> None:
    with pytest.raises(RuntimeError):
        signature_add(
            subject_type="agreement",
            subject_id=1,
            scheme="s",
            payload=b"{}",
            signer_id=1,
            signer_name="n",
            signer_post="p",
            method="password_again",
            at=datetime(2025, 10, 15, tzinfo=UTC),
        )
