"""How the fields of a record are laid out on its page."""

from dataclasses import dataclass

from django.db.models import Model

from planloop.base.entity import Entity, Field, Kind, Text

EMPTY = (None, "", ())


@dataclass(frozen=True)
class Facts:
    """One card: the fields that say something and those that wait for a value."""

    label: Text
    filled: list[Field]
    gaps: list[Field]

    @property
    def first(self) -> Field:
        """Return the field at which editing this card begins."""
        return (self.filled or self.gaps)[0]


def cards(entity: Entity, row: Model) -> list[Facts]:
    """Return the cards of a record. Its title and its long texts stand elsewhere, unless they are empty."""
    made = []
    for group in entity.groups:
        fields = [field for field in group.fields if field.name != entity.fields[0].name]
        filled = [field for field in fields if is_filled(row, field) and field.kind is not Kind.LONG_TEXT]
        gaps = [field for field in fields if not is_filled(row, field)]
        if filled or gaps:
            made.append(Facts(group.label, filled, gaps))
    return made


def badges(entity: Entity, row: Model) -> list[Field]:
    """Return the fields whose state stands beside the title."""
    return [field for field in entity.listed if field.kind in (Kind.TIER, Kind.CHOICE) and is_filled(row, field)]


def texts(entity: Entity, row: Model) -> list[Field]:
    """Return the long texts that have something to read."""
    return [field for field in entity.edited if field.kind is Kind.LONG_TEXT and is_filled(row, field)]


def reach(entity: Entity, row: Model) -> list[Field]:
    """Return the fields by which one can call or write."""
    return [field for field in entity.edited if field.kind in (Kind.PHONE, Kind.EMAIL) and is_filled(row, field)]


def is_filled(row: Model, field: Field) -> bool:
    """Tell whether the record has a value here, or has none and that means something."""
    return bool(field.empty) or getattr(row, field.name) not in EMPTY
