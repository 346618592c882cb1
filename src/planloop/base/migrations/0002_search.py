"""The tables of the search index, which no model stands for."""

from django.db import migrations

SQLITE = (
    # Tokens are cut by planloop and separated by spaces; "ascii" leaves all but ASCII signs as it is.
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, detail=none, columnsize=0, tokenize=\"ascii tokenchars '~'\")",
    "CREATE TABLE search_state (entity integer PRIMARY KEY, state text NOT NULL)",
)
POSTGRESQL = (
    "CREATE TABLE search_index (key bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX search_index_tokens ON search_index USING gin (tokens)",
    "CREATE TABLE search_state (entity integer PRIMARY KEY, state text NOT NULL)",
)


def create(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in ("search_index", "search_state"):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
