"""What a list can be narrowed by: the choices of its filters, and the filters that are set, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from planloop.base import formats
from planloop.base.entity import NUMERIC, Entity, Field, Kind, Text
from planloop.base.models import Person
from planloop.base.queries.records import Listing, rows_of
from planloop.terms.scope import Scope

PEOPLE = 200
TAGS = 40
_RECENT = 2_000
"""Tags are gathered from so many rows that changed last."""


@dataclass(frozen=True)
class Choice:
    """One value to filter by."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A field to filter by, with its values."""

    field: Field
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """A filter that is set: its field, its values in words, and the listing without it."""

    field: Field
    values: str
    without: Listing


@dataclass(frozen=True)
class Order:
    """One way to sort a list."""

    label: str
    listing: Listing
    current: bool


def orders(entity: Entity, listing: Listing) -> Iterator[Order]:
    """Yield the ways to sort a list, each with its words."""
    for field in entity.fields:
        if field.sort_by:
            for sort, label in zip((field.name, f"-{field.name}"), _directions(field), strict=True):
                yield Order(label % {"field": field.label}, listing.but(sort=sort), listing.order == sort)


def _directions(field: Field) -> tuple[str, str]:
    """Return how ascending and descending are called."""
    if field.kind in (Kind.DATE, Kind.MOMENT):
        return _("%(field)s, earliest first"), _("%(field)s, latest first")
    if field.kind in NUMERIC:
        return _("%(field)s, smallest first"), _("%(field)s, largest first")
    return _("%(field)s, A to Z"), _("%(field)s, Z to A")


def facets(entity: Entity, scope: Scope, listing: Listing) -> Iterator[Facet]:
    """Yield the filters of a list. A value that is set is always among the choices."""
    for field in entity.fields:
        if field.filtered:
            chosen = listing.filters.get(field.name, ())
            offered = dict(_offered(entity, field, scope))
            offered |= {
                value: label for value, label in _labels(entity, field, scope, chosen) if value not in offered
            }
            yield Facet(field, [Choice(value, label, value in chosen) for value, label in offered.items()])


def chips(entity: Entity, scope: Scope, listing: Listing) -> Iterator[Chip]:
    """Yield the filters that are set."""
    for name, values in listing.filters.items():
        field = entity.by_name[name]
        labels = [str(label) for _value, label in _labels(entity, field, scope, values)]
        yield Chip(field, formats.either(labels), listing.without(name))


def _offered(entity: Entity, field: Field, scope: Scope) -> Iterator[tuple[str, Text]]:
    if field.kind in (Kind.CHOICE, Kind.TIER):
        yield from _choices(entity.model, field)
    elif field.kind is Kind.TAGS:
        recent = rows_of(entity, scope, Listing()).order_by("-updated_at")
        seen = Counter(tag for tags in recent.values_list(field.name, flat=True)[:_RECENT] for tag in tags)
        yield from ((tag, tag) for tag, _times in seen.most_common(TAGS))
    elif field.kind is Kind.PERSON:
        yield "me", _("Me")
        yield "none", field.empty or _("Nobody")
        people = Person.objects.for_user(scope).filter(is_active=True).exclude(pk=scope.person_id)
        yield from ((str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")[:PEOPLE])


def _labels(entity: Entity, field: Field, scope: Scope, values: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """Yield the values that mean something, with their labels."""
    known: dict[str, Text] = {}
    if field.kind in (Kind.CHOICE, Kind.TIER):
        known = dict(_choices(entity.model, field))
    elif field.kind is Kind.TAGS:
        known = {value: value for value in values}
    elif field.kind is Kind.PERSON:
        known = {"me": _("Me"), "none": field.empty or _("Nobody")}
        ids = [int(value) for value in values if value.isdecimal() and len(value) < 19]
        if ids:
            people = Person.objects.for_user(scope).filter(pk__in=ids).values_list("pk", "name")
            known |= {str(pk): name for pk, name in people}
    yield from ((value, known[value]) for value in values if value in known)


def _choices(model: type[Model], field: Field) -> Iterator[tuple[str, Text]]:
    yield from ((str(value), label) for value, label in model._meta.get_field(field.name).flatchoices)  # type: ignore[union-attr]
