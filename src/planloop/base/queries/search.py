"""Finding records by words, among those that the person may see."""

from collections.abc import Iterator, Sequence

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from planloop.base import search
from planloop.base.entity import Entity, Kind
from planloop.base.entity import entity as entity_by_key
from planloop.terms import tokens
from planloop.terms.names import name_key, plain
from planloop.terms.scope import Scope
from planloop.terms.tokens import Question

CANDIDATES = 30
"""As many matches are read to choose the best from."""
BEGINNINGS = 200
"""As many names that begin like the text are looked at, whoever may see them."""
WINDOW = 1000
"""As many of the newest matches are looked at first; only when the person may see too few of them, all."""


def matching(rows: QuerySet, entity: Entity, text: str) -> QuerySet:
    """Keep the rows that all words of the text find; none when it holds no letter, digit or picture."""
    question = tokens.parse(text)
    return _matching(rows, entity, question) if question else rows.none()


def best(entity: Entity, scope: Scope, text: str, *, most: int) -> list[Model]:
    """Return the best matches that this scope may see and that are not in the bin.

    The same name comes first, then names that begin so, then records found by their name, then the
    others. However many records match, only a few hundred are looked at when enough of them may be seen.
    """
    if not (question := tokens.parse(text)):
        return []
    long_texts = [item.name for item in entity.fields if item.kind is Kind.LONG_TEXT]
    rows = _visible(entity, scope).select_related(*entity.related).defer(*long_texts)
    chosen: dict[int, Model] = {}
    for row in _ranked(rows, entity, question, text, most):
        chosen.setdefault(row.pk, row)
        if len(chosen) == most:
            break
    return list(chosen.values())


def seen(scope: Scope, keys: Sequence[tuple[str, int]]) -> list[tuple[Entity, Model]]:
    """Return the records with these entity keys and ids, in this order, without those that may not be seen."""
    wanted: dict[str, list[int]] = {}
    for key, pk in keys:
        wanted.setdefault(key, []).append(pk)
    found = {}
    for key, ids in wanted.items():
        entity = entity_by_key(key)
        rows = _visible(entity, scope).select_related(*entity.related)
        found.update({(key, row.pk): (entity, row) for row in rows.filter(pk__in=ids)})
    return [found[key] for key in keys if key in found]


def _visible(entity: Entity, scope: Scope) -> QuerySet:
    return entity.model._default_manager.for_user(scope).filter(archived_at__isnull=True)  # type: ignore[attr-defined]


def _matching(rows: QuerySet, entity: Entity, question: Question, *, newest: int | None = None) -> QuerySet:
    return rows.filter(pk__in=RawSQL(*search.found(entity, question, newest=newest)))  # noqa: S611 (parameters)


def _ranked(rows: QuerySet, entity: Entity, question: Question, text: str, most: int) -> Iterator[Model]:
    """Yield matches in order of rank, some of them twice."""
    if entity.search_names:
        yield from _named(rows, entity, text, most)
    yield from _by_words(rows, entity, question, most)


def _named(rows: QuerySet, entity: Entity, text: str, most: int) -> Iterator[Model]:
    """Yield rows of this name, then rows whose name begins so, read from the index of the names."""
    column, begin = entity.search_names, "".join(char for char in plain(text) if char.isalnum())
    if not begin:
        return
    yield from rows.filter(**{column: name_key(text)}).order_by("pk")[:most]
    # Read in the order of the index, which leaves out the bin; the words then say how far the beginning goes.
    names = entity.model._default_manager.filter(archived_at__isnull=True, **{f"{column}__gte": begin})
    names = names.order_by(column, "pk")
    beginning = Q(pk__in=names.values("pk")[:BEGINNINGS], **{f"{column}__startswith": begin})
    yield from rows.filter(beginning).order_by(column, "pk")[:most]


def _by_words(rows: QuerySet, entity: Entity, question: Question, most: int) -> Iterator[Model]:
    """Yield rows that the words find: by their names first, in alphabetical order."""
    candidates: list[Model] = []
    if _may_match_many(question):
        candidates = list(_matching(rows, entity, question, newest=WINDOW)[:CANDIDATES])
    if len(candidates) < most:
        candidates = list(_matching(rows, entity, question)[:CANDIDATES])
    names = {row.pk: str(row) for row in candidates}
    yield from sorted(
        candidates,
        key=lambda row: (
            not tokens.matches(question, tokens.cut([names[row.pk]])),
            plain(names[row.pk]),
            row.pk,
        ),
    )


def _may_match_many(question: Question) -> bool:
    """Tell whether the newest matches are worth a look of their own.

    Several words that are found by their beginnings match few records and are dear to ask for twice.
    """
    return len(question) == 1 or not any(term.begins for ways in question for way in ways for term in way)
