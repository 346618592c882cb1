"""The company, its people and their settings."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from planloop.base.models import Company, Person
from planloop.base.operation import operation, record
from planloop.terms.errors import Invalid


@transaction.atomic
def found(*, company: str, name: str, email: str, password: str, language: str, currency: str) -> Person:
    """Make the company and its owner; the only operation that nobody signed in performs.

    Raises:
        Invalid: somebody founded it already.
    """
    _company, made = Company.objects.get_or_create(
        pk=Company.ONLY, defaults={"name": company, "currency": currency.upper(), "language": language}
    )
    if not made:
        raise Invalid(_("This planloop has an owner already. Sign in or ask for an invitation."))
    owner = Person.objects.create_user(email, password, name=name, role="owner", language=language)
    record(owner, verb="found", by=owner, before={})
    return owner


@operation("settings")
def settings(person: Person, *, by: Person, values: dict[str, Any]) -> Person:
    """Change one's own settings."""
    for field, value in values.items():
        setattr(person, field, value)
    person.save(update_fields=list(values))
    return person
