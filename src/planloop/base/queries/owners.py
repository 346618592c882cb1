"""To whom a record may be given."""

from django.db.models import Model, Q, QuerySet

from planloop.base.entity import Entity
from planloop.base.models import Person
from planloop.base.policy import policy_of
from planloop.terms.scope import Level, Scope


def assignable(scope: Scope, entity: Entity, row: Model | None = None) -> QuerySet[Person]:
    """Return the people to whom this person may give a record; oneself and its present owner always."""
    levels = scope.levels(entity.name, "assign")
    reached = Q(pk__in=[scope.person_id, getattr(row, "owner_id", None)])
    if Level.ALL in levels:
        reached |= Q(is_active=True)
    if Level.TEAM in levels and scope.team_id is not None:
        reached |= Q(is_active=True, team=scope.team_id)
    if Level.TEAM_AND_BELOW in levels and scope.teams_below:
        reached |= Q(is_active=True, team__in=scope.teams_below)
    return Person.objects.for_user(scope).filter(reached).order_by("name")


def may_free(scope: Scope, entity: Entity, row: Model | None = None) -> bool:
    """Tell whether this person may leave a record without an owner."""
    free_now = row is not None and getattr(row, "owner_id", None) is None
    return free_now or policy_of(entity.model).may(scope, "assign")
