"""The people of the company."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from planloop.base.entity import Entity, Text, entities
from planloop.base.models import Person, Role, Team
from planloop.terms.scope import Scope

_NO_WAY_IN = Q(email__isnull=True) | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STANDINGS: dict[str, tuple[Text, Q]] = {
    "active": (_("Active"), Q(is_active=True) & ~_NO_WAY_IN),
    "no_sign_in": (_("No sign-in"), Q(is_active=True) & _NO_WAY_IN),
    "deactivated": (_("Deactivated"), Q(is_active=False)),
}
"""How people stand to signing in: name, and the condition of the rows."""


def has_owner() -> bool:
    """Tell whether this planloop has been set up."""
    return Person.objects.filter(role=Role.OWNER, is_active=True).exists()


def people(scope: Scope, *, standing: str = "", team: Team | None = None) -> QuerySet[Person]:
    """Return the people whom this scope may see, by name; `team` takes those of the teams under it, too."""
    rows = Person.objects.for_user(scope).active().select_related("team")
    if standing in STANDINGS:
        rows = rows.filter(STANDINGS[standing][1])
    if team is not None:
        rows = rows.filter(team__in=Team.objects.below(team.pk))
    return rows.order_by(Lower("name"), "pk")


def person(scope: Scope, pk: int) -> Person | None:
    """Return one person, or None; `has_two_step` says whether signing in takes a code."""
    codes = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    rows = Person.objects.for_user(scope).active().select_related("team")
    return rows.annotate(has_two_step=Exists(codes)).filter(pk=pk).first()


def views(scope: Scope, *, invited: int, team: Team | None = None) -> list[tuple[str, Text, int]]:
    """Return key, label and number of people of each view that holds anybody, counted in one query."""
    rows = people(scope, team=team).order_by()
    counted = rows.aggregate(**{name: Count("pk", filter=where) for name, (_label, where) in STANDINGS.items()})
    found: list[tuple[str, Text, int]] = [("", _("All people"), sum(counted.values()) + invited)]
    found += [(name, label, counted[name]) for name, (label, _where) in STANDINGS.items()]
    found.insert(2, ("invited", _("Invited"), invited))
    return [view for view in found if view[2]]


def owned(person: Person, scope: Scope) -> list[tuple[Entity, int]]:
    """Return each entity of which the person owns records, with how many of them this scope may see."""
    found = []
    for entity in entities():
        if "owner" in entity.by_name and scope.levels(entity.name, "view"):
            rows = entity.model._default_manager.for_user(scope)  # type: ignore[attr-defined]
            found.append((entity, rows.filter(owner=person, archived_at__isnull=True).count()))
    return [pair for pair in found if pair[1]]
