"""Entities: plain data about a model, read by the generic list, record, form, search and menu code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.utils.functional import Promise

type Text = str | Promise


class Kind(StrEnum):
    """How a field is read, written, filtered and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    TIER = "tier"
    TAGS = "tags"
    INTEGER = "integer"
    YEAR = "year"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    PERSON = "person"
    RELATION = "relation"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


NUMERIC = {Kind.INTEGER, Kind.MONEY, Kind.YEAR}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of an entity.

    `listed` puts it into the list, `filtered` into its filters; `sort_by` names the column that
    sorts by it (with an index together with the id). `group` is the heading it stands under in a
    form; a field without a group is not edited by hand. `empty` says what no value means, when
    that means something. `styles` gives the choices the look of a state: ok, warn, bad or info.
    """

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    listed: bool = False
    filtered: bool = False
    sort_by: str = ""
    group: Text | None = None
    help: Text = ""
    empty: Text = ""
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Fields that stand under one heading."""

    label: Text
    fields: list[Field]


@dataclass(frozen=True, kw_only=True)
class View:
    """A ready view of a list: a name and the query string it stands for."""

    key: str
    label: Text
    query: str


@dataclass(frozen=True, kw_only=True)
class Entity:
    """What the generic code needs to know about a model."""

    key: str
    """The path segment and the plural word: customers."""
    name: str
    """The singular word that policies and grants use: customer."""
    model: type[Model]
    label: Text
    label_plural: Text
    icon: str
    phase: str
    """plan, execute, review or optimise: where the menu shows it."""
    order: int
    fields: tuple[Field, ...]
    views: tuple[View, ...] = ()
    default_sort: str = "name"
    related: tuple[str, ...] = ()
    """Relations that the list shows, fetched with it."""
    subtitle: tuple[str, ...] = ()
    """The fields that make the short second line of a row."""
    facts: Callable[[Mapping[str, int]], str] = lambda _counts: ""
    """One line of facts under the title of the list, from the counts of its ready views."""
    number: int
    """Stands for the entity in the search index; never given to another."""
    search_text: tuple[str, ...] = ("name",)
    """Fields that search finds a record by; the first is its name."""
    search_digits: tuple[str, ...] = ()
    """Fields, such as phone numbers, found by their last digits."""
    search_names: str = ""
    """The indexed column of name keys (terms.names), if any, by which search puts like names first."""
    new_label: Text = ""
    empty_title: Text = ""
    empty_text: Text = ""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Map field names to fields."""
        return {item.name: item for item in self.fields}

    @cached_property
    def phone(self) -> Field | None:
        """Return the field by which a record can be called."""
        return next((item for item in self.fields if item.kind is Kind.PHONE), None)

    def subtitle_of(self, row: Model) -> str:
        """Return the short second line of a row."""
        return " · ".join(filter(None, (str(getattr(row, name) or "") for name in self.subtitle)))

    @property
    def listed(self) -> Iterator[Field]:
        """Yield the columns of the list."""
        return (item for item in self.fields if item.listed)

    @property
    def edited(self) -> Iterator[Field]:
        """Yield the fields of the form."""
        return (item for item in self.fields if item.group is not None)

    @cached_property
    def groups(self) -> list[Group]:
        """List the headings of the form with their fields, in the order in which they first appear."""
        found: dict[int, Group] = {}
        for item in self.edited:
            # By identity: what two headings are called may be the same in some language.
            found.setdefault(id(item.group), Group(item.group or "", [])).fields.append(item)
        return list(found.values())


_entities: dict[str, Entity] = {}


def register(entity: Entity) -> Entity:
    """Make the entity known to the generic pages."""
    if any(other.number == entity.number and other.key != entity.key for other in _entities.values()):
        raise ImproperlyConfigured(f"The number {entity.number} of {entity.key} belongs to another entity.")
    _entities[entity.key] = entity
    return entity


def entities() -> tuple[Entity, ...]:
    """Return all entities in menu order."""
    return tuple(sorted(_entities.values(), key=lambda entity: entity.order))


def entity(key: str) -> Entity:
    """Return the entity with this key; KeyError when there is none."""
    return _entities[key]


def entity_of(model: type[Model]) -> Entity | None:
    """Return the entity of a model, if it has one."""
    return next((entity for entity in _entities.values() if entity.model is model), None)
