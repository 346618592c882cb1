"""System checks that name what was forgotten."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from planloop.base.models import Record
from planloop.base.policy import has_policy


@register()
def every_record_has_a_policy(**_kwargs: Any) -> list[CheckMessage]:
    """Name each business record that no policy guards."""
    return [
        Error(f"{model._meta.label} has no policy.", hint="Write one in policies.py.", id="planloop.E001")
        for model in apps.get_models()
        if issubclass(model, Record) and not has_policy(model)
    ]
