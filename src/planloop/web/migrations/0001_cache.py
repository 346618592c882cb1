"""The table of the cache, which all processes share."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    """Make the tables of the caches in the settings; those that exist stay."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
