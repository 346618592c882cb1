"""`@operation`: the only way to write. It asks the policy, opens the transaction and writes the audit entry."""

import datetime
import decimal
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from planloop.base import events, search
from planloop.base.models import AuditEntry, Person, Record
from planloop.base.policy import policy_of
from planloop.terms.errors import Invalid, Stale

_UNTOLD = {"version", "updated_at", "created_at", "password", "secret_hash", "last_login", "sessions_ended"}


def operation[R: models.Model, **P](
    verb: str, *, secret: bool = False
) -> Callable[[Callable[Concatenate[Any, P], R]], Callable[Concatenate[Any, P], R]]:
    """Make the decorated function an operation, called as `verb(subject, by=person, ...)`.

    `subject` is the row to change or, for a new one, its model class. A row is read again and
    locked first, so the function works on what is true now. With `expected_version=` the
    operation refuses to overwrite what somebody saved in the meantime. With `once=`, the id of a
    form or request, it acts once however often that is sent, and answers with the same row each
    time. What a `secret` operation changes is never told, only that it happened.

    Raises:
        Refused: the policy does not grant the verb on the row.
        Stale: the row's version is not the expected one.
    """

    def decorate(function: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
        @wraps(function)
        def run(
            subject: Any,
            /,
            *args: Any,
            by: Person,
            expected_version: int | None = None,
            once: uuid.UUID | None = None,
            **kwargs: Any,
        ) -> R:
            if done := _done(once, by):
                return done
            try:
                with transaction.atomic():
                    before: dict[str, Any] = {}
                    if isinstance(subject, models.Model):
                        subject = lock(subject)
                        before = snapshot(subject)
                        policy_of(type(subject)).require(by.scope, verb, subject)
                        if expected_version is not None and getattr(subject, "version", None) != expected_version:
                            raise Stale(_("Somebody saved this record while you were editing it."), subject)
                    else:
                        policy_of(subject).require(by.scope, verb)
                    result = function(subject, *args, by=by, **kwargs)
                    record(result, verb=verb, by=by, before=before, always=secret, once=once)
            except (IntegrityError, Invalid):
                # The same request, sent again, was quicker; perhaps it took the name or code, too.
                if done := _done(once, by):
                    return done
                raise
            return result

        return run  # type: ignore[return-value]

    return decorate


def _done(once: uuid.UUID | None, by: Person) -> Any:
    """Return the row on which this person's request acted already, if it did."""
    entry = AuditEntry.objects.filter(once=once, person=by).first() if once else None
    return apps.get_model(entry.record_type)._default_manager.get(pk=entry.record_id) if entry else None


def lock(row: models.Model) -> models.Model:
    """Read the row again, holding it until the transaction ends.

    Keys never change, so rows that refer to it, such as audit entries, need not wait.
    """
    # By _meta, because the person of a request comes wrapped, as an object of another type.
    return row._meta.model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def record(
    row: models.Model,
    *,
    verb: str,
    by: Person,
    before: dict[str, Any],
    always: bool = False,
    once: uuid.UUID | None = None,
) -> None:
    """Write the audit entry of one row, if anything changed or `always`, and publish `record.changed`."""
    after = snapshot(row)
    changes = {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value and (before or value not in (None, "", [], {}))
    }
    if changes or not before or always:
        AuditEntry.objects.create(
            person=by,
            verb=verb,
            record_type=row._meta.label_lower,
            record_id=row.pk,
            title=str(row)[:200],
            changes=changes,
            once=once,
        )
        if isinstance(row, Record):
            search.index_row(row)
            events.publish("record.changed", row=row, verb=verb)


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return the row's own fields as JSON values, without secrets and bookkeeping."""
    return {
        field.attname: plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in _UNTOLD and not field.primary_key
    }


def plain(value: Any) -> Any:
    """Return a JSON value that reads as this one."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    return value
