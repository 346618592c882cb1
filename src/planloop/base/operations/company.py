"""The company."""

from django.db import transaction
from django.utils.translation import gettext as _

from planloop.base.models import Company, Person, Role
from planloop.base.operation import record
from planloop.base.operations.records import save
from planloop.terms.errors import Invalid


@transaction.atomic
def found(
    *, company: str, name: str, email: str, password: str, language: str, currency: str, time_zone: str = "UTC"
) -> Person:
    """Make the company and its owner, whom nobody else can have invited.

    Raises:
        Invalid: somebody founded it already.
    """
    values = {"name": company, "currency": currency, "language": language, "time_zone": time_zone}
    made, is_new = Company.objects.get_or_create(pk=Company.ONLY, defaults=values)
    if not is_new:
        raise Invalid(_("This planloop has an owner already. Sign in or ask for an invitation."))
    owner = Person(name=name, email=email.lower(), role=Role.OWNER, language=language)
    owner.set_password(password)
    save(owner)
    record(made, verb="found", by=owner, before={})
    record(owner, verb="found", by=owner, before={})
    return owner
