"""Forms made from an entity's data: what people type becomes values, and what others saved meanwhile is shown."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.forms import BoundField
from django.utils.translation import gettext as _

from planloop.base import form_fields
from planloop.base.entity import Entity, Field, Kind, Text
from planloop.base.models import Person
from planloop.base.operation import plain
from planloop.base.queries import history, owners
from planloop.terms.errors import Invalid

_SALT = "planloop.record-form"


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved in a field meanwhile; `text` is for the field, `words` for reading."""

    words: str
    text: str
    taken: bool
    """Whether the field shows it already, because the person had not touched it."""


class RecordForm(forms.Form):
    """The form of a record, which knows what the person saw when it was filled.

    `seen` holds, signed, the version and the values of that moment, and for a new record the id by
    which a form that is sent twice is known.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, entity: Entity, person: Person, row: Model | None = None, data: Any = None) -> None:
        self.entity, self.person, self.row = entity, person, row
        self.conflicts: dict[str, Meanwhile] = {}
        self.conflict: history.Line | None = None
        source = row or entity.model()
        super().__init__(data, initial={**_values(entity, source), "seen": self._seal(row)})
        for field in entity.edited:
            self.fields[field.name] = form_fields.field_for(field, source._meta.get_field(field.name))  # type: ignore[arg-type]
            if field.kind is Kind.PERSON:
                self._offer_people(field)

    @property
    def groups(self) -> Iterator[tuple[Text, list[BoundField]]]:
        """Yield the headings with their fields."""
        for group in self.entity.groups:
            yield group.label, [self[field.name] for field in group.fields]

    @property
    def version(self) -> int | None:
        """Return the version that the person saw."""
        return self._saw["version"]

    @property
    def once(self) -> uuid.UUID | None:
        """Return the id of what was typed into this form: the same each time that it is sent.

        Who goes back, types something else and sends that means another record.
        """
        if not self._saw["once"]:
            return None
        typed = {name: _plain(value) for name, value in self.values.items()}
        return uuid.uuid5(uuid.UUID(self._saw["once"]), json.dumps(typed, sort_keys=True))

    @property
    def values(self) -> dict[str, Any]:
        """Return the entity's values."""
        return {name: self.cleaned_data[name] for name in self._names if name in self.cleaned_data}

    @property
    def changed_values(self) -> dict[str, Any]:
        """Return the values that are not what the person saw."""
        saw = self._saw["values"]
        return {
            name: value
            for name, value in self.values.items()
            if name not in saw or _plain(value) not in (saw[name], self._sent_back(name, saw[name]))
        }

    def clean(self) -> dict[str, Any]:
        """Check e-mails, but not one that was there before: an import may have brought it."""
        self._saw = _unseal(self.cleaned_data.get("seen", ""))
        if self.row is not None and self.version is None:
            self.add_error(None, _("This form is not complete. Load the page again."))
        for field in self.entity.edited:
            value = self.cleaned_data.get(field.name)
            if field.kind is Kind.EMAIL and value and value != self._saw["values"].get(field.name):
                try:
                    validate_email(value)
                except ValidationError:
                    self.add_error(field.name, _("Write the e-mail like name@company.com."))
        return self.cleaned_data

    def take(self, error: Invalid) -> None:
        """Show an operation's findings beside the fields."""
        for name, sentence in error.fields.items():
            self.add_error(name if name in self.fields else None, sentence)
        if not error.fields:
            self.add_error(None, str(error))

    def show_conflict(self, current: Model) -> None:
        """Show beside each field what somebody else saved there meanwhile; what was typed stays.

        A field that the person had not touched takes over what was saved. Sending the form again saves it.
        """
        saw, mine = self._saw["values"], self.changed_values
        raw = _values(self.entity, current)
        self.conflict = next(iter(history.of(current, self.person.scope).lines), None)
        self.data = self.data.copy()
        for name in self._names:
            now, taken = _plain(raw[name]), name not in mine
            if now == saw.get(name) or (not taken and _plain(mine[name]) == now):
                continue
            text = self._text(name, raw[name])
            if taken:
                self.data[name] = text
            words = history.told(type(current), name, now, self.person.scope) or _("empty")
            self.conflicts[name] = Meanwhile(words, text, taken)
        self.data["seen"] = self._seal(current)

    @property
    def _names(self) -> list[str]:
        return [field.name for field in self.entity.edited]

    def _sent_back(self, name: str, value: Any) -> Any:
        """Return what an untouched text or list of tags comes back as, without spaces at its ends."""
        field = self.fields[name]
        text = type(field) in (forms.CharField, form_fields.LongTextField, form_fields.TagsField)
        return _plain(field.to_python(field.prepare_value(value))) if text else value  # type: ignore[attr-defined]

    def _text(self, name: str, value: Any) -> str:
        """Return a stored value as the control of its field holds it."""
        field = self.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        return str((shown[0] if isinstance(shown, list) else shown) or "")

    def _seal(self, row: Model | None) -> str:
        saw = {
            "version": getattr(row, "version", None),
            "values": {name: _plain(value) for name, value in _values(self.entity, row).items()} if row else {},
            "once": "" if row else str(uuid.uuid4()),
        }
        return signing.dumps(saw, salt=_SALT, compress=True)

    def _offer_people(self, field: Field) -> None:
        choice, scope = self.fields[field.name], self.person.scope
        choice.queryset = owners.assignable(scope, self.entity, self.row)  # type: ignore[attr-defined]
        if owners.may_free(scope, self.entity, self.row):
            choice.empty_label = field.empty or _("Nobody")  # type: ignore[attr-defined]
        else:
            choice.empty_label, choice.required = None, True  # type: ignore[attr-defined]
        if self.row is None:
            self.initial[field.name] = self.person.pk


def _unseal(sealed: str) -> dict[str, Any]:
    """Return what the person saw; nothing is known without it, or when somebody changed it on the way."""
    try:
        return signing.loads(sealed, salt=_SALT)
    except signing.BadSignature:
        return {"version": None, "values": {}, "once": ""}


def _values(entity: Entity, row: Model) -> dict[str, Any]:
    """Return the values of the columns that the form edits."""
    return {field.name: row._meta.get_field(field.name).value_from_object(row) for field in entity.edited}


def _plain(value: Any) -> Any:
    """Return the JSON value that stands for a cleaned value or a column's value alike."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return list(value) if isinstance(value, tuple) else plain(value)
