"""Pages for when something went wrong: what happened, what is safe, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its proof of origin, most often after the sign-in had expired."""
    return render(request, "csrf_failure.html", status=403)
