from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "commitments.comparison"
    label = "comparison"
