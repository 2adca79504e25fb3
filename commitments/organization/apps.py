from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "commitments.organization"
    label = "organization"
