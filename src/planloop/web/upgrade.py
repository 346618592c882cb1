"""Bringing a database up to date when planloop starts, once, however many start at the same moment."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from planloop.terms.errors import PlanloopError

# The number is ours alone: PostgreSQL's advisory locks have no names.
_LOCK = 7_526_354_201


def prepare_database() -> None:
    """Make or change the tables, and rebuild the search index when it was cut by other rules.

    Raises:
        PlanloopError: the database cannot be reached, or a newer planloop has used it.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        with _alone():
            executor = MigrationExecutor(connection)
            applied = executor.loader.applied_migrations or {}
            if any(_is_ours_and_gone(executor, app, name) for app, name in applied):
                raise PlanloopError(
                    "This database was last used by a newer planloop. "
                    "Install that version again, or restore a back-up."
                )
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0)
            call_command("reindex", if_needed=True, verbosity=0)
    except DatabaseError as error:
        raise PlanloopError(f"The database cannot be used: {str(error).strip()} Check DATABASE_URL.") from error
    finally:
        connection.close()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of starting; others wait for it."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        # Closing the connection gives the lock back, whatever happened.
        yield
        return
    with (settings.HOME / "starting.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_ours_and_gone(executor, app: str, name: str) -> bool:  # noqa: ANN001 (Django's executor has no types)
    return app in executor.loader.migrated_apps and (app, name) not in executor.loader.graph.nodes
