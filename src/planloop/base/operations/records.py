"""Create, edit, archive and restore: the operations that need no more than the row itself."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planloop.base.models import Person
from planloop.base.operation import operation
from planloop.base.policy import policy_of
from planloop.terms.errors import Invalid, Refused


@operation("create")
def create(model: type[models.Model], *, by: Person, values: Mapping[str, Any]) -> models.Model:
    """Create a row from checked values."""
    row = model(**values)
    _check_owner(row, by=by, before=by.pk)
    return save(row)


@operation("edit")
def edit(row: models.Model, *, by: Person, values: Mapping[str, Any]) -> models.Model:
    """Set the given fields; the others stay."""
    before = getattr(row, "owner_id", None)
    for name, value in values.items():
        setattr(row, name, value)
    _check_owner(row, by=by, before=before)
    return save(row)


@operation("archive")
def archive(row: models.Model, *, by: Person) -> models.Model:
    """Put the row into the bin, from where it can be restored."""
    row.archived_at = timezone.now()  # type: ignore[attr-defined]
    return save(row)


@operation("archive")
def restore(row: models.Model, *, by: Person) -> models.Model:
    """Take the row out of the bin."""
    row.archived_at = None  # type: ignore[attr-defined]
    return save(row)


def _check_owner(row: models.Model, *, by: Person, before: int | None) -> None:
    """Refuse to give a row to somebody else without the right to assign."""
    after = getattr(row, "owner_id", None)
    if not hasattr(row, "owner_id") or after in (before, by.pk):
        return
    policy = policy_of(type(row))
    if not policy.may(by.scope, "assign", row if before is None else None):
        raise Refused(_("Only a manager may give a record to somebody else."))
    if after is not None and not policy.may(by.scope, "assign", row):
        raise Refused(_("You may assign records only to people of your own teams."))


def save(row: models.Model) -> models.Model:
    """Save a row after checking its values and constraints.

    Raises:
        Invalid: with a sentence for each field that cannot be taken.
    """
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Somebody saved the same name or e-mail since the check; now the check sees it.
        _check(row)
        raise
    return row


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Invalid(_("Some values need a correction."), fields) from error
