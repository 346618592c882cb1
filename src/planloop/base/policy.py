"""Policies: who may see and change the rows of a model. One policy per model, read by everything."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from planloop.terms.errors import Refused
from planloop.terms.scope import Level, Scope


class Policy:
    """Rows without an owner: a grant reaches all of them or none."""

    entity: str

    def visible(self, scope: Scope) -> Q:
        """Return the condition of the rows that this scope may see."""
        return Q() if scope.levels(self.entity, "view") else Q(pk__in=())

    def may(self, scope: Scope, verb: str, row: Model | None = None) -> bool:
        """Tell whether the verb is granted, on this row or, without one, on some row."""
        return bool(scope.levels(self.entity, verb))

    def require(self, scope: Scope, verb: str, row: Model | None = None) -> None:
        """Refuse with a sentence unless the verb is granted.

        Raises:
            Refused: when it is not.
        """
        if not self.may(scope, verb, row):
            raise Refused(self.refusal(verb, row))

    def refusal(self, verb: str, row: Model | None) -> str:
        """Say why not, in the words of the person's language."""
        if row is None:
            return _("Your role does not allow this. Ask the owner of this planloop to change your role.")
        return _("You can see “%(row)s” but not change it. Ask its owner or your manager.") % {"row": row}


class OwnedPolicy(Policy):
    """Rows that belong to a person, by default through a field `owner`; without one they lie in the pool."""

    owner = "owner"

    def visible(self, scope: Scope) -> Q:
        """Return the rows that the view levels reach."""
        levels = scope.levels(self.entity, "view")
        if Level.ALL in levels:
            return Q()
        reached = Q(pk__in=())
        if Level.OWN in levels:
            reached |= Q(**{self.owner: scope.person_id})
        if Level.TEAM in levels and scope.team_id is not None:
            reached |= Q(**{f"{self.owner}__team": scope.team_id})
        if Level.TEAM_AND_BELOW in levels and scope.teams_below:
            reached |= Q(**{f"{self.owner}__team__in": scope.teams_below})
        if Level.POOL in levels:
            reached |= Q(**{f"{self.owner}__isnull": True})
        return reached

    def may(self, scope: Scope, verb: str, row: Model | None = None) -> bool:
        """Tell whether the verb's levels reach the row's owner."""
        if row is None:
            return bool(scope.levels(self.entity, verb))
        owner = getattr(row, self.owner)
        return scope.reaches(
            self.entity, verb, owner_id=owner.pk if owner else None, team_id=owner.team_id if owner else None
        )


_policies: dict[type[Model], Policy] = {}


def policy_for[P: type[Policy]](model: type[Model]) -> Callable[[P], P]:
    """Register the decorated class as the model's policy."""

    def register(policy: P) -> P:
        _policies[model] = policy()
        return policy

    return register


def has_policy(model: type[Model]) -> bool:
    """Tell whether the model has a policy."""
    return model in _policies


def policy_of(model: type[Model]) -> Policy:
    """Return the model's policy.

    Raises:
        ImproperlyConfigured: when nobody wrote one; such rows are shown to nobody.
    """
    try:
        return _policies[model]
    except KeyError:
        raise ImproperlyConfigured(f"{model._meta.label} has no policy. Write one in policies.py.") from None
