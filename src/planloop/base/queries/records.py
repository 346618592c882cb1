"""Lists of any entity: filtered, sorted, and paged by key, so that page 10,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.http import urlencode

from planloop.base.entity import Entity, Kind
from planloop.base.fields import holds_tag
from planloop.terms.scope import Scope

PAGE = 50
COUNTED = 10_000


@dataclass(frozen=True)
class Listing:
    """What the address of a list asks for. `filters` maps a field to the values that may match."""

    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    after: str = ""
    bin: bool = False

    def query(self, **changes: Any) -> str:
        """Return the query string of this listing with changes; paging restarts unless `after` is given."""
        pairs: list[tuple[str, str]] = []
        for name, values in {**self.filters, **changes.get("filters", {})}.items():
            pairs += [(name, value) for value in values]
        for name in ("search", "sort", "after"):
            value = changes.get(name, "" if name == "after" else getattr(self, name))
            if value:
                pairs.append(("q" if name == "search" else name, value))
        return urlencode(pairs)


@dataclass(frozen=True)
class Page:
    """One page of a list. `count` stops at COUNTED; `more` is the key of the next page, or empty."""

    rows: list[Any]
    more: str
    count: int

    @property
    def counted_all(self) -> bool:
        """Tell whether `count` is the whole number."""
        return self.count < COUNTED


def parse(entity: Entity, params: Mapping[str, list[str]]) -> Listing:
    """Read a listing from query parameters; what the entity does not know is left aside."""
    allowed = {item.name for item in entity.fields if item.filtered}
    sortable = {item.name for item in entity.fields if item.sort_by}
    sort = (params.get("sort") or [""])[0]
    return Listing(
        filters={name: tuple(values) for name, values in params.items() if name in allowed and any(values)},
        search=(params.get("q") or [""])[0].strip()[:100],
        sort=sort if sort.removeprefix("-") in sortable else "",
        after=(params.get("after") or [""])[0],
        bin=(params.get("bin") or [""])[0] == "1",
    )


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


def page(entity: Entity, scope: Scope, listing: Listing, *, size: int = PAGE) -> Page:
    """Return one page, the key of the next, and the count, in two queries whatever the size."""
    rows = rows_of(entity, scope, listing)
    count = rows.order_by()[:COUNTED].count()
    sort = listing.sort or entity.default_sort
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    column = entity.by_name[name].sort_by
    order = [F(column).desc(nulls_last=True), "-pk"] if descending else [F(column).asc(nulls_last=True), "pk"]
    found = rows.select_related(*entity.related).order_by(*order)
    if key := _read_key(listing.after):
        found = found.filter(_beyond(column, descending, key))
    shown = list(found[: size + 1])
    more = _write_key(shown[size - 1], column) if len(shown) > size else ""
    return Page(shown[:size], more, count)


def _matches(entity: Entity, scope: Scope, name: str, values: tuple[str, ...]) -> Q:
    kind = entity.by_name[name].kind
    if kind in (Kind.PERSON, Kind.RELATION):
        ids = [
            scope.person_id if value == "me" else int(value)
            for value in values
            if value == "me" or value.isdigit()
        ]
        return (Q(**{f"{name}__in": ids})) | (Q(**{f"{name}__isnull": True}) if "none" in values else Q(pk__in=()))
    if kind is Kind.TAGS:
        return reduce(or_, (Q(**{f"{name}__contains": holds_tag(value)}) for value in values))
    return Q(**{f"{name}__in": values})


def _beyond(column: str, descending: bool, key: tuple[Any, int]) -> Q:
    """Return the rows after the key, empty values last in both directions."""
    value, pk = key
    side = "lt" if descending else "gt"
    later = Q(**{f"pk__{side}": pk})
    if value is None:
        return Q(**{f"{column}__isnull": True}) & later
    return Q(**{f"{column}__{side}": value}) | (Q(**{column: value}) & later) | Q(**{f"{column}__isnull": True})


def _write_key(row: Model, column: str) -> str:
    value: Any = row
    for part in column.split("__"):
        value = getattr(value, part, None)
    text = None if value is None else str(value.isoformat() if hasattr(value, "isoformat") else value)
    return base64.urlsafe_b64encode(json.dumps([text, row.pk]).encode()).decode().rstrip("=")


def _read_key(text: str) -> tuple[Any, int] | None:
    """Read a page key; one that was cut or tampered with means the first page."""
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return value, int(pk)
    except (ValueError, TypeError):
        return None
