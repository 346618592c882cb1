"""Finding records by words."""

from django.db.models import QuerySet

from planloop.base.entity import Entity


def matching(rows: QuerySet, entity: Entity, text: str) -> QuerySet:
    """Keep the rows that the words find."""
    return rows.filter(name__icontains=text)
