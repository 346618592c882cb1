"""`planloop manage reindex` writes the search index anew from the records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from planloop.base import search
from planloop.base.entity import entities


class Command(BaseCommand):
    """Needed after records were changed past planloop; after an upgrade `planloop up` does it by itself."""

    help = "Build the search index anew. Search keeps working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Build only what was indexed by other rules or from other fields than today's.",
        )

    def handle(self, *args: Any, if_needed: bool, verbosity: int, **options: Any) -> None:
        """Build and say how many records of which kind are indexed."""
        waiting = [entity for entity in entities() if not (if_needed and search.is_current(entity))]
        for entity in waiting:
            done = 0
            for done in search.rebuild(entity):
                if verbosity > 1:
                    self.stdout.write(f"{entity.key}: {done}")
            if verbosity:
                self.stdout.write(f"{entity.key}: {done} indexed")
        if waiting:
            search.tidy()
