"""The CRM app."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "planloop.crm"
    label = "crm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planloop.crm import entities, policies  # noqa: F401 (registration)
