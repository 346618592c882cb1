"""Model fields that Django lacks."""

from typing import Any

from django.db import models


class TagsField(models.TextField):
    """A tuple of labels, kept as lines with a line break at both ends, so that one label is found whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})

    def get_default(self) -> tuple[str, ...]:
        """Return no labels, as a new record has them."""
        return ()

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


@TagsField.register_lookup
class Holds(models.Lookup):
    """`tags__holds="VIP"`: the rows with exactly this label; upper and lower case differ on every database."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> str:
        """Return the label as it stands in the text."""
        return f"\n{self.rhs}\n"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Look for the place of the label in the text."""
        text, text_parameters = self.process_lhs(compiler, connection)
        label, label_parameters = self.process_rhs(compiler, connection)
        place = "instr" if connection.vendor == "sqlite" else "strpos"
        return f"{place}({text}, {label}) > 0", [*text_parameters, *label_parameters]

    def get_db_prep_lookup(self, value: str, connection: Any) -> tuple[str, list[Any]]:
        """Pass the label on as it is."""
        return "%s", [value]
