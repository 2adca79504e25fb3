from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from commitments.indicators.models import Indicator
from commitments.lib.fields import LARGEST, ExactValueError, from_scaled, to_scaled


@given(st.decimals(min_value=-LARGEST, max_value=LARGEST, places=4))
def test_what_is_stored_comes_back_digit_for_digit(value: Decimal) -> None:
    assert from_scaled(to_scaled(value)) == value


@pytest.mark.parametrize("value", [0.7, "0.00001", "1e30", "NaN", "Infinity", "text", True, LARGEST + 1])
def test_a_value_that_would_lose_a_digit_is_refused(value: object) -> None:
    with pytest.raises(ExactValueError):
        to_scaled(value)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_seven_tenths_and_one_tenth_are_at_least_eight_tenths_in_the_database() -> None:
    for key, value in (("a", "0.70"), ("b", "0.10")):
        Indicator.objects.create(key=key, name=key, unit_of_measure="%", most=Decimal(value))
    total = Indicator.objects.aggregate(total=Sum("most"))["total"]
    assert total == Decimal("0.80")
    assert Indicator.objects.annotate(t=Sum("most")).filter(t__gte=Decimal("0.70")).count() == 1


@pytest.mark.django_db
def test_sixteen_digits_keep_their_last_one() -> None:
    Indicator.objects.create(key="big", name="big", unit_of_measure="đồng", most=Decimal("123456789012345.6789"))
    assert Indicator.objects.get(key="big").most == Decimal("123456789012345.6789")
    with connection.cursor() as cursor:
        cursor.execute("SELECT most FROM indicators_indicator WHERE key = 'big'")
        assert cursor.fetchone()[0] == 1234567890123456789
