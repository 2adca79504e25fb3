"""The one exact number of the record.

SQLite keeps decimals as floats (it answers "0.70 + 0.10 >= 0.80" with false), so figures are stored on every
database as whole numbers of ten-thousandths. A value that does not fit or would lose a digit is refused.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import exceptions, validators
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

SCALE = 4
FACTOR = 10**SCALE
LARGEST = Decimal(2**63 - 1).scaleb(-SCALE)


class ExactValueError(ValueError):
    """The value cannot be stored without losing a digit."""


def to_scaled(value: Decimal | int | str) -> int:
    """Turn a value into whole ten-thousandths.

    Raises:
        ExactValueError: it is a float, not a number, has more than four decimals, or is too large.
    """
    if isinstance(value, bool | float):
        raise ExactValueError(f"{value!r} is not an exact number")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ExactValueError(f"{value!r} is not a number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ExactValueError(f"{value!r} does not fit an exact number")
    # int(text) keeps every digit whatever the precision of the decimal context.
    scaled = int(number.scaleb(SCALE)) if number.adjusted() < 24 else None
    if scaled is None or from_scaled(scaled) != number:
        raise ExactValueError(f"{value!r} has more than {SCALE} decimals")
    return scaled


def from_scaled(scaled: int) -> Decimal:
    """Turn stored ten-thousandths back into a decimal with four places."""
    return Decimal(scaled).scaleb(-SCALE)


if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField[Any, Any]
else:
    _BigIntegerField = models.BigIntegerField


class ExactField(_BigIntegerField):
    """A decimal with four places, stored as a BIGINT; sums and comparisons in SQL are exact on every database."""

    description = _("Số chính xác, bốn chữ số thập phân")

    if TYPE_CHECKING:  # the plugin reads these names: what may be assigned, what is read back
        _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]
        _pyi_lookup_exact_type: Decimal | int | str | Combinable  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        # PostgreSQL answers SUM(bigint) with numeric, still a whole number of ten-thousandths.
        return None if value is None else from_scaled(int(value))

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else to_scaled(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return from_scaled(to_scaled(value))
        except ExactValueError as error:
            raise exceptions.ValidationError(str(error), code="invalid") from error

    @property
    def validators(self) -> list[Any]:  # BIGINT's own range speaks of the scaled number
        return [validators.MinValueValidator(-LARGEST), validators.MaxValueValidator(LARGEST)]

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self, **{"form_class": forms.DecimalField, "decimal_places": SCALE, "max_digits": 19, **kwargs}
        )

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)
