"""The technicians' admin: nothing can be changed in it, and no result is in it."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from commitments.accounts.models import User
from commitments.lib.admin import LookOnlyAdmin
from commitments.organization.models import Unit, UnitKind

pytestmark = pytest.mark.django_db


def test_every_table_in_it_is_to_look_at_only() -> None:
    touched = [
        model.__name__
        for model, shown in admin.site._registry.items()
        if model._meta.app_label != "auth" and not isinstance(shown, LookOnlyAdmin)
    ]
    assert touched == []


@pytest.mark.parametrize(
    "label", ["django_q", "recommendations", "comparison", "signing", "agreements", "audit", "exports"]
)
def test_no_results_and_no_queue_are_registered(label: str) -> None:
    assert not [model for model in apps.get_app_config(label).get_models() if admin.site.is_registered(model)]


def test_a_technician_looks_and_cannot_change(client: Client) -> None:
    unit = Unit.objects.create(code="u1", name="Xã Một", kind=UnitKind.COMMUNE, path="/1/", valid_from="2025-07-01")
    client.force_login(User.objects.create_superuser("technician", full_name="Kỹ thuật viên"))
    assert client.get("/ky-thuat/").status_code == 200
    assert client.get(f"/ky-thuat/organization/unit/{unit.pk}/change/").status_code == 200
    assert client.post(f"/ky-thuat/organization/unit/{unit.pk}/change/", {"name": "Khác"}).status_code == 403
    assert client.post(f"/ky-thuat/organization/unit/{unit.pk}/delete/", {"post": "yes"}).status_code == 403
    unit.refresh_from_db()
    assert unit.name == "Xã Một"


def test_an_official_does_not_get_in(client: Client) -> None:
    client.force_login(User.objects.create_user("head", full_name="Chủ tịch"))
    assert client.get("/ky-thuat/").status_code == 302
