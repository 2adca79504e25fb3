"""The person's account. It knows no unit and no role: those are dated and live in `organization`."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account, named by its post where a person is not to be named.

    `is_superuser` opens the technicians' admin only; no policy of the site looks at it.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=200)

    REQUIRED_FIELDS = ["full_name"]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
