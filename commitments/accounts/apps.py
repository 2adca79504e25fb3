from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "commitments.accounts"
    label = "accounts"
