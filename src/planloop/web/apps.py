"""The app that joins the others: pages, menu, search box, command line."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "planloop.web"
    label = "web"
