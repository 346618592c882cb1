"""What happened to a record, in words.

Who sees a record sees its history, whoever made it: the caller has found the row by `for_user`, and there is no
other way to the entries. Names of other rows are told only to who may see those.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as ModelField
from django.db.models import ForeignKey, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from planloop.base import formats
from planloop.base.entity import Kind, Text, entity_of
from planloop.base.models import AuditEntry
from planloop.terms.scope import Scope

SHOWN = 30
_LENGTH = 120


@dataclass(frozen=True)
class Change:
    """One field that changed; an empty text stands for no value."""

    label: Text
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that somebody did to a record: `what` is create, edit, archive, restore or another verb."""

    entry: AuditEntry
    what: str
    changes: list[Change]


@dataclass(frozen=True)
class History:
    """Some lines, newest first, and the id before which the next ones lie, if there are more."""

    lines: list[Line]
    more: int | None


def of(row: Model, scope: Scope, *, before: int | None = None) -> History:
    """Return what happened to a record, in at most two queries and one for each model it refers to."""
    entries = AuditEntry.objects.filter(record_type=row._meta.label_lower, record_id=row.pk)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.select_related("person").order_by("-id")[: SHOWN + 1])
    shown = found[:SHOWN]
    names = _names(type(row), scope, shown)
    lines = [Line(entry, _what(entry), list(_changes(type(row), entry, names))) for entry in shown]
    return History(lines, shown[-1].pk if len(found) > SHOWN else None)


def told(model: type[Model], name: str, value: Any, scope: Scope) -> str:
    """Write a value of a field as the history writes it; empty for no value."""
    field = model._meta.get_field(name)
    names: dict[Any, dict[Any, str]] = {}
    if isinstance(field, ForeignKey):
        names = {field.related_model: _rows_called(field.related_model, scope, {value} - {None})}
    return _told(field, _kind(model, name), value, names)  # type: ignore[arg-type]


def _what(entry: AuditEntry) -> str:
    if entry.verb == "archive" and entry.changes.get("archived_at", [None, None])[1] is None:
        return "restore"
    return entry.verb


def _changes(model: type[Model], entry: AuditEntry, names: dict[Any, dict[Any, str]]) -> Iterator[Change]:
    """Yield the changes that say something to a reader; of a new record its values are told by the record."""
    if entry.verb == "create":
        return
    known = entity_of(model)
    order = {field.attname: number for number, field in enumerate(model._meta.concrete_fields)}
    for column, (before, after) in sorted(entry.changes.items(), key=lambda change: order.get(change[0], 0)):
        field = _model_field(model, column)
        if field is None or not field.editable:
            continue
        item = known.by_name.get(field.name) if known else None
        label, kind = item.label if item else field.verbose_name, _kind(model, field.name)
        yield Change(label, _told(field, kind, before, names), _told(field, kind, after, names))


def _told(field: ModelField, kind: Kind, value: Any, names: dict[Any, dict[Any, str]]) -> str:
    """Write a value of an audit entry as the pages write it."""
    if value in (None, "", []):
        return ""
    if isinstance(field, ForeignKey):
        return names[field.related_model].get(value, _("hidden from you"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return formats.series(map(str, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _formatted(kind, value) or Truncator(str(value)).chars(_LENGTH)


def _formatted(kind: Kind, value: Any) -> str:
    """Write a number, an amount or a time; nothing for what is none."""
    try:
        if kind is Kind.MONEY:
            return formats.money(Decimal(str(value)))
        if kind is Kind.INTEGER:
            return formats.number(int(value))
        if kind is Kind.DATE:
            return formats.day(parse_date(value))
        if kind is Kind.MOMENT:
            return formats.moment(parse_datetime(value))
    except (InvalidOperation, ValueError, TypeError):
        return ""
    return ""


def _names(model: type[Model], scope: Scope, entries: Iterable[AuditEntry]) -> dict[Any, dict[Any, str]]:
    """Map each model that the entries refer to, to the names of those of its rows that one may see."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for entry in (entry for entry in entries if entry.verb != "create"):
        for column, values in entry.changes.items():
            field = _model_field(model, column)
            if isinstance(field, ForeignKey):
                wanted[field.related_model].update(value for value in values if value is not None)
    return {target: _rows_called(target, scope, ids) for target, ids in wanted.items()}


def _rows_called(model: Any, scope: Scope, ids: Iterable[Any]) -> dict[Any, str]:
    return {row.pk: str(row) for row in model._default_manager.for_user(scope).filter(pk__in=ids)}


def _kind(model: type[Model], name: str) -> Kind:
    known = entity_of(model)
    return known.by_name[name].kind if known and name in known.by_name else Kind.TEXT


def _model_field(model: type[Model], column: str) -> ModelField | None:
    """Return the field of a column; none when the model has lost it."""
    try:
        return model._meta.get_field(column.removesuffix("_id"))  # type: ignore[return-value]
    except FieldDoesNotExist:
        try:
            return model._meta.get_field(column)  # type: ignore[return-value]
        except FieldDoesNotExist:
            return None
