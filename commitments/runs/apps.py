from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "commitments.runs"
    label = "runs"
