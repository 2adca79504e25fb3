"""The demonstration's accounts, as the sign-in page lists them."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One account of the demonstration: who it is and what one can try with it."""

    username: str
    post: str
    purpose: str


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Return the accounts to try; none outside the demonstration."""
    if not settings.DEMO:
        return ()
    return tuple(DemoSignIn(*one) for one in getattr(settings, "DEMO_SIGN_INS", ()))
