"""The app that joins the others: pages, menu, search box, command line."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "planloop.web"
    label = "web"

    def ready(self) -> None:
        """Connect what allauth tells with the audit log."""
        from planloop.web import accounts  # noqa: F401
