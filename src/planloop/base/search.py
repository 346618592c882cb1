"""The search index: which tokens each record holds, in one table for all entities.

On SQLite it is an FTS5 table, on PostgreSQL a tsvector; both hold the tokens that `terms.tokens` cuts
and know nothing of words themselves. Rows are written with the change that they follow from, and
rows of records in the bin stay: whether those are shown is the list's decision.
"""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from planloop.base.entity import Entity, entity_of
from planloop.terms import tokens
from planloop.terms.tokens import Question, Term

CHUNK = 5000
# A key is the entity's number followed by the record's id.
_ID_BITS = 40


def first_key(entity: Entity) -> int:
    """Return the key of the entity's record 0; those of its records follow."""
    return entity.number << _ID_BITS


def last_key(entity: Entity) -> int:
    """Return the highest key that a record of the entity can have."""
    return first_key(entity) + (1 << _ID_BITS) - 1


def index_row(row: Model) -> None:
    """Write the index row of a record; does nothing when its model is no entity."""
    if entity := entity_of(row._meta.model):
        index_rows(entity, [row])


def index_rows(entity: Entity, rows: Iterable[Model]) -> None:
    """Write the index rows of many saved records of one entity, in the transaction of the caller."""
    first = first_key(entity)
    _write((first + row.pk, " ".join(tokens_of(entity, row))) for row in rows)


def tokens_of(entity: Entity, row: Model) -> list[str]:
    """Return the tokens that search finds this record by."""
    texts = [_text(getattr(row, name)) for name in entity.search_text]
    return tokens.cut(texts, [_text(getattr(row, name)) for name in entity.search_digits])


def remove(entity: Entity, ids: Iterable[int]) -> None:
    """Forget records that exist no more."""
    first, column = first_key(entity), _key_column()
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM search_index WHERE {column} = %s",  # noqa: S608 (our own name)
            [(first + pk,) for pk in ids],
        )


def found(entity: Entity, question: Question, *, newest: int | None = None) -> tuple[str, tuple[Any, ...]]:
    """Return SQL and parameters that select the ids of the records that match; of so many `newest` only."""
    key = _key_column()
    where = "search_index MATCH %s" if _is_sqlite() else "tokens @@ %s::tsquery"
    limit = f" ORDER BY {key} DESC LIMIT {newest:d}" if newest else ""
    first = first_key(entity)
    sql = f"SELECT {key} - {first} FROM search_index WHERE {where} AND {key} BETWEEN %s AND %s{limit}"  # noqa: S608
    return sql, (expression(question), first, last_key(entity))


def expression(question: Question) -> str:
    """Return the question as FTS5 or tsquery reads it."""
    sqlite = _is_sqlite()
    both, either = (" AND ", " OR ") if sqlite else (" & ", " | ")
    words = [
        either.join(f"({both.join(map(_fts5 if sqlite else _tsquery, way))})" for way in ways) for ways in question
    ]
    return both.join(f"({word})" for word in words)


def rebuild(entity: Entity) -> Iterator[int]:
    """Write all index rows of an entity anew, a chunk per transaction; yields how many are done."""
    model, last, done = entity.model, 0, 0
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update().filter(pk__gt=last).order_by("pk")
            chunk = list(rows.only(*entity.search_text, *entity.search_digits)[:CHUNK])
            index_rows(entity, chunk)
        if not chunk:
            break
        last, done = chunk[-1].pk, done + len(chunk)
        yield done
    with transaction.atomic(), connection.cursor() as cursor:
        key, first, table = _key_column(), first_key(entity), connection.ops.quote_name(model._meta.db_table)
        cursor.execute(
            f"DELETE FROM search_index WHERE {key} BETWEEN %s AND %s "  # noqa: S608 (our own names)
            f"AND {key} - {first} NOT IN (SELECT id FROM {table})",
            [first, last_key(entity)],
        )
        cursor.execute("DELETE FROM search_state WHERE entity = %s", [entity.number])
        cursor.execute("INSERT INTO search_state VALUES (%s, %s)", [entity.number, _state(entity)])


def is_current(entity: Entity) -> bool:
    """Tell whether the index was built from the fields, and by the rules, of today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM search_state WHERE entity = %s", [entity.number])
        return cursor.fetchone() == (_state(entity),)


def tidy() -> None:
    """Bring the index into its quickest form after much writing."""
    with connection.cursor() as cursor:
        if _is_sqlite():
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
        else:
            cursor.execute("ANALYZE search_index")


def _write(pairs: Iterable[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        if _is_sqlite():
            cursor.executemany("INSERT OR REPLACE INTO search_index (rowid, tokens) VALUES (%s, %s)", pairs)
            return
        for chunk in batched(pairs, CHUNK):
            cursor.execute(
                "INSERT INTO search_index SELECT key, array_to_tsvector(string_to_array(line, ' ')) "
                "FROM unnest(%s::bigint[], %s::text[]) AS rows (key, line) "
                "ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens",
                [[key for key, _line in chunk], [line for _key, line in chunk]],
            )


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def _state(entity: Entity) -> str:
    """Return what the tokens depend on: the rules of cutting and the fields."""
    return " ".join((str(tokens.VERSION), *entity.search_text, "/", *entity.search_digits))


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _key_column() -> str:
    return "rowid" if _is_sqlite() else "key"


def _fts5(term: Term) -> str:
    token = term.token.replace('"', '""')
    return f'"{token}"{"*" if term.begins else ""}'


def _tsquery(term: Term) -> str:
    token = term.token.replace("\\", "\\\\").replace("'", "''")
    return f"'{token}'{':*' if term.begins else ''}"
