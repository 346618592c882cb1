"""The app of people, permissions, audit and the machinery that entities share."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "planloop.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planloop.base import checks, policies  # noqa: F401 (registration)
