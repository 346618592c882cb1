"""Model fields that Django lacks."""

from typing import Any

from django.db import models


class TagsField(models.TextField):
    """A tuple of labels, kept as lines with a line break at both ends, so that one label is found whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})

    def from_db_value(self, value: str | None, *_args: Any) -> tuple[str, ...]:
        """Return the labels."""
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Read labels from lines, or from any iterable of labels; doubles and spaces go."""
        labels = value.splitlines() if isinstance(value, str) else value or ()
        return tuple(dict.fromkeys(label.strip() for label in labels if label.strip()))

    def get_prep_value(self, value: Any) -> str:
        """Return the stored text."""
        labels = self.to_python(value)
        return "\n{}\n".format("\n".join(labels)) if labels else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text for serialisation."""
        return self.get_prep_value(self.value_from_object(obj))


def holds_tag(label: str) -> str:
    """Return the text to look for with `__contains` in a TagsField."""
    return f"\n{label}\n"
