"""Forms made from an entity's data; pages, API and import read values through them."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from planloop.base.entity import Entity
from planloop.base.models import Person
from planloop.terms.errors import Invalid


class RecordForm(forms.ModelForm):
    """A model form that knows which version of the record it was filled from."""

    version_read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    entity: Entity

    @property
    def version(self) -> int | None:
        """Return the version that the person saw."""
        return self.cleaned_data.get("version_read")

    @property
    def values(self) -> dict[str, Any]:
        """Return the entity's values."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.entity.by_name}

    @property
    def changed_values(self) -> dict[str, Any]:
        """Return the values of the fields that the person changed."""
        return {name: value for name, value in self.values.items() if name in self.changed_data}

    def take(self, error: Invalid) -> None:
        """Show an operation's findings beside the fields."""
        for name, sentence in error.fields.items():
            self.add_error(name if name in self.fields else None, sentence)
        if not error.fields:
            self.add_error(None, str(error))

    def show_conflict(self, current: Model) -> None:
        """Say beside each changed field what somebody else saved; what was typed stays."""
        self.add_error(None, _("Somebody saved this record while you were editing it."))


def form_for(entity: Entity, *, person: Person, row: Model | None = None, data: Any = None) -> RecordForm:
    """Return the form of an entity, filled from the row or the data."""
    names = [field.name for field in entity.edited]
    factory = forms.modelform_factory(entity.model, form=RecordForm, fields=names)
    factory.entity = entity
    return factory(data, instance=row, initial={"version_read": getattr(row, "version", None)})
