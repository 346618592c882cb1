"""Lists of any entity: filtered, sorted, and paged by key, so that page 10,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import FETCH_PEERS, F, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from planloop.base import formats
from planloop.base.entity import Entity, Field, Kind, View
from planloop.terms.scope import Scope

PAGE = 50
COUNTED = 10_000
"""Counting stops here."""
fetch_mode = FETCH_PEERS
"""What a list does when a template asks for what was not loaded; tests raise instead."""


@dataclass(frozen=True)
class Listing:
    """What the address of a list asks for.

    `filters` maps a field to the values that may match. `after` is the key of the row before the
    page and `start` the number that its first row has for the reader.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    after: str = ""
    start: int = 1
    bin: bool = False
    default_sort: str = ""

    @property
    def order(self) -> str:
        """Return the field it is sorted by, with a minus sign when that is from the end."""
        return self.sort or self.default_sort

    @property
    def query(self) -> str:
        """Return the query string of this listing."""
        return urlencode(self.pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of this listing."""
        pairs = [(name, value) for name, values in self.filters.items() for value in values]
        if self.bin:
            pairs.append(("bin", "1"))
        for name, text in (("q", self.search), ("sort", self.sort), ("after", self.after)):
            if text:
                pairs.append((name, text))
        if self.after:
            pairs.append(("from", str(self.start)))
        return pairs

    @property
    def narrowed(self) -> bool:
        """Tell whether rows may be missing because of what the reader chose."""
        return bool(self.filters or self.search)

    def but(self, **changes: Any) -> "Listing":
        """Return this listing with changes, from its first page."""
        return replace(self, **{"after": "", "start": 1, **changes})

    def without(self, name: str) -> "Listing":
        """Return this listing with one filter less."""
        return self.but(filters={key: values for key, values in self.filters.items() if key != name})

    def sorted_by(self, name: str) -> "Listing":
        """Return this listing sorted by a field, the other way round when it is sorted by it already."""
        return self.but(sort=f"-{name}" if self.order == name else name)


@dataclass(frozen=True)
class Page:
    """One page of a list. `count` stops at COUNTED; `more` is the listing of the next page, if there is one."""

    rows: list[Any]
    count: int
    first: int
    more: Listing | None

    @property
    def last(self) -> int:
        """Return the number of the page's last row."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True)
class Tab:
    """A ready view of a list, with how many rows it has."""

    view: View
    listing: Listing
    count: int
    current: bool


def told(count: int) -> str:
    """Write a count: 312, or 10,000+ where counting stopped."""
    return f"{formats.number(count)}+" if count >= COUNTED else formats.number(count)


def parse(entity: Entity, params: QueryDict) -> Listing:
    """Read a listing from query parameters; what the entity does not know is left aside."""
    filtered = (item for item in entity.fields if item.filtered)
    values = {item.name: _meant(entity, item, params.getlist(item.name)) for item in filtered}
    sortable = {item.name for item in entity.fields if item.sort_by}
    sort, start = params.get("sort", ""), params.get("from", "")
    return Listing(
        filters={name: chosen for name, chosen in values.items() if chosen},
        search=params.get("q", "").strip()[:100],
        sort=sort if sort.removeprefix("-") in sortable and sort != entity.default_sort else "",
        after=params.get("after", ""),
        start=int(start) if start.isdecimal() and len(start) < 10 and params.get("after") else 1,
        bin=params.get("bin") == "1",
        default_sort=entity.default_sort,
    )


def _meant(entity: Entity, item: Field, values: list[str]) -> tuple[str, ...]:
    """Return the values that a filter knows, each once."""
    if item.kind in (Kind.CHOICE, Kind.TIER):
        known = {str(value) for value, _label in entity.model._meta.get_field(item.name).flatchoices}  # type: ignore[union-attr]
        values = [value for value in values if value in known]
    elif item.kind in (Kind.PERSON, Kind.RELATION):
        values = [value for value in values if value in ("me", "none") or (value.isdecimal() and len(value) < 19)]
    # No text of a record holds a NUL, and PostgreSQL takes none.
    return tuple(dict.fromkeys(value for value in values if value and "\0" not in value))


def rows_of(entity: Entity, scope: Scope, listing: Listing) -> QuerySet:
    """Return the visible rows that match the listing, unsorted."""
    from planloop.base.queries import search

    rows = entity.model._default_manager.for_user(scope)  # type: ignore[attr-defined]
    rows = rows.filter(archived_at__isnull=not listing.bin)
    for name, values in listing.filters.items():
        rows = rows.filter(_matches(entity, scope, name, values))
    if listing.search:
        rows = search.matching(rows, entity, listing.search)
    return rows


def count(entity: Entity, scope: Scope, listing: Listing) -> int:
    """Count the rows of a listing, up to COUNTED."""
    return rows_of(entity, scope, listing).order_by()[:COUNTED].count()


def tabs(entity: Entity, scope: Scope, listing: Listing) -> Iterator[Tab]:
    """Yield the ready views of a list with their counts."""
    for view in entity.views:
        ready = parse(entity, QueryDict(view.query))
        current = not listing.bin and listing.filters == ready.filters
        yield Tab(view, ready, count(entity, scope, ready), current)


def page(
    entity: Entity, scope: Scope, listing: Listing, *, size: int = PAGE, known_count: int | None = None
) -> Page:
    """Return one page of a listing in one query, and the count of all its rows in another unless known."""
    rows = rows_of(entity, scope, listing)
    sort = listing.sort or entity.default_sort
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    column = entity.by_name[name].sort_by
    sorted_by = _field(entity.model, column)
    found = rows.select_related(*entity.related).only(*_columns(entity, column)).fetch_mode(fetch_mode)
    found = found.order_by(*_order(column, descending, sorted_by.null))
    if key := _read_key(listing.after, sorted_by):
        found = found.filter(_beyond(column, descending, sorted_by.null, *key))
    shown = list(found[: size + 1])
    first = listing.start if key else 1
    more = None
    if len(shown) > size:
        more = replace(listing, after=_write_key(shown[size - 1], column), start=first + size)
    if known_count is None:
        known_count = len(shown) if first == 1 and more is None else count(entity, scope, listing)
    return Page(shown[:size], known_count, first, more)


def _matches(entity: Entity, scope: Scope, name: str, values: tuple[str, ...]) -> Q:
    kind = entity.by_name[name].kind
    if kind in (Kind.PERSON, Kind.RELATION):
        ids = [scope.person_id if value == "me" else int(value) for value in values if value != "none"]
        nobody = Q(**{f"{name}__isnull": True}) if "none" in values else Q(pk__in=())
        return Q(**{f"{name}__in": ids}) | nobody
    if kind is Kind.TAGS:
        return reduce(or_, (Q(**{f"{name}__holds": value}) for value in values))
    return Q(**{f"{name}__in": values})


def _columns(entity: Entity, sorted_by: str) -> set[str]:
    """Return what a row of the list shows; half of the columns would take twice the time."""
    shown = {f"{item.name}__name" if item.kind is Kind.PERSON else item.name for item in entity.listed}
    called = {entity.phone.name} if entity.phone else set()
    return {*shown, *called, *entity.subtitle, sorted_by}


def _field(model: type[Model], column: str) -> Any:
    """Return the model field that a column such as owner__name ends at."""
    name, _double, rest = column.partition("__")
    found = model._meta.get_field(name)
    return _field(found.related_model, rest) if rest else found  # type: ignore[arg-type]


def _order(column: str, descending: bool, nullable: bool) -> list[Any]:
    """Return the order, empty values last. A column without them is named plainly, so that its index serves."""
    sign = "-" if descending else ""
    if not nullable:
        return [f"{sign}{column}", f"{sign}pk"]
    return [F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True), f"{sign}pk"]


def _beyond(column: str, descending: bool, nullable: bool, value: Any, pk: int) -> Q:
    """Return the rows after this value and key, written as a range that an index serves."""
    side = "lt" if descending else "gt"
    later = Q(**{f"pk__{side}": pk})
    if value is None:
        return Q(**{f"{column}__isnull": True}) & later
    beyond = Q(**{f"{column}__{side}e": value}) & (Q(**{f"{column}__{side}": value}) | later)
    return beyond | Q(**{f"{column}__isnull": True}) if nullable else beyond


def _write_key(row: Model, column: str) -> str:
    value: Any = row
    for part in column.split("__"):
        value = getattr(value, part, None)
    text = None if value is None else str(value.isoformat() if hasattr(value, "isoformat") else value)
    return base64.urlsafe_b64encode(json.dumps([text, row.pk]).encode()).decode().rstrip("=")


def _read_key(text: str, sorted_by: Any) -> tuple[Any, int] | None:
    """Read a page key; one that was cut or tampered with means the first page."""
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return (sorted_by.to_python(value), int(pk)) if "\0" not in str(value) else None
    except (ValueError, TypeError, OverflowError, ValidationError):
        return None
