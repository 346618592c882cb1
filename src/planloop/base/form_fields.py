"""Form fields that read what people type in their own language: numbers, years, tags."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Field as ModelField
from django.utils.translation import gettext as _

from planloop.base import formats
from planloop.base.entity import Field, Kind
from planloop.terms.errors import Invalid

_TAG_ENDS = re.compile(r"[,，、;；\n]")


class NumberField(forms.CharField):
    """A number as the language writes it: 1,234.5 or 1 234,5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number; what somebody typed stays as it is."""
        return formats.number(value) if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Read the number; nothing typed is no number."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return formats.parse_number(text)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error


class WholeNumberField(NumberField):
    """A number without decimals."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """Read the number and refuse decimals."""
        number = super().to_python(value)
        if number is None:
            return None
        if number != int(number):
            raise forms.ValidationError(_("Write a whole number."))
        return int(number)


class YearField(forms.CharField):
    """A year, written without a sign between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}), **kwargs})

    def to_python(self, value: Any) -> int | None:
        """Read four digits."""
        text = unicodedata.normalize("NFKC", super().to_python(value)).removesuffix("年")
        if not text:
            return None
        if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
            raise forms.ValidationError(_("Write the year with four digits, such as 1998."))
        return int(text)


class TagsField(forms.CharField):
    """Tags with commas between them, Chinese ones too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or _("Separate tags with commas.")})

    def prepare_value(self, value: Any) -> Any:
        """Write stored tags; what somebody typed stays as it is."""
        return ", ".join(value) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Read the tags, each once."""
        parts = (part.strip() for part in _TAG_ENDS.split(super().to_python(value)))
        return tuple(dict.fromkeys(filter(None, parts)))


class LongTextField(forms.CharField):
    """Text of several lines, whose ends browsers send as CR LF and we keep as LF."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 4}), **kwargs})

    def to_python(self, value: Any) -> str:
        """Read the text."""
        return super().to_python(value).replace("\r\n", "\n")


def field_for(field: Field, column: ModelField) -> forms.Field:
    """Return the form field of an entity's field, which is kept in this column."""
    common = {"label": field.label, "help_text": field.help, "required": not column.blank}
    if field.kind in (Kind.CHOICE, Kind.TIER):
        empty = [("", formats.NOTHING)] if column.blank else []
        return forms.ChoiceField(choices=[*empty, *column.flatchoices], **common)
    if field.kind is Kind.PERSON:
        return forms.ModelChoiceField(column.related_model._default_manager.none(), **common)
    if field.kind is Kind.DATE:
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)
    if field.kind in _READERS:
        made = _READERS[field.kind](**common)
        if field.kind is Kind.MONEY:
            made.unit = formats.home_currency()  # type: ignore[attr-defined]
        return made
    return forms.CharField(widget=_text_widget(field.kind), max_length=column.max_length, **common)


_READERS: dict[Kind, type[forms.CharField]] = {
    Kind.TAGS: TagsField,
    Kind.MONEY: NumberField,
    Kind.INTEGER: WholeNumberField,
    Kind.YEAR: YearField,
    Kind.LONG_TEXT: LongTextField,
}


def _text_widget(kind: Kind) -> forms.Widget:
    """Return the input whose keyboard suits the text; what was typed is checked here, not by the browser."""
    hints = {Kind.EMAIL: {"inputmode": "email"}, Kind.PHONE: {"type": "tel"}, Kind.URL: {"inputmode": "url"}}
    return forms.TextInput(attrs={"autocomplete": "off", **hints.get(kind, {})})
