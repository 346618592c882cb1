"""What each role may do, and how far: one table, read by every policy."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planloop.terms.scope import Level, Scope

if TYPE_CHECKING:
    from planloop.base.models import Person

_ALL = frozenset({Level.ALL})
_TEAM = frozenset({Level.TEAM_AND_BELOW, Level.OWN})
_OWN = frozenset({Level.OWN})
_NONE: frozenset[Level] = frozenset()
_WITH_POOL = frozenset({Level.POOL})

# role -> entity -> verb -> levels. The owner may do everything; what is not listed is not granted.
GRANTS: dict[str, dict[str, dict[str, frozenset[Level]]]] = {
    "sales_manager": {
        "customer": {
            "view": _TEAM | _WITH_POOL,
            "create": _ALL,
            "edit": _TEAM | _WITH_POOL,
            "assign": _TEAM | _WITH_POOL,
            "archive": _TEAM,
        },
        "person": {"view": _ALL},
        "team": {"view": _ALL},
    },
    "rep": {
        "customer": {"view": _OWN | _WITH_POOL, "create": _ALL, "edit": _OWN},
        "person": {"view": _ALL},
        "team": {"view": _ALL},
    },
    "marketer": {
        "customer": {"view": _ALL, "create": _ALL, "edit": _OWN},
        "person": {"view": _ALL},
        "team": {"view": _ALL},
    },
    "service": {
        "customer": {"view": _ALL, "create": _ALL, "edit": _OWN},
        "person": {"view": _ALL},
        "team": {"view": _ALL},
    },
    "finance": {"customer": {"view": _ALL}, "person": {"view": _ALL}, "team": {"view": _ALL}},
    "viewer": {"customer": {"view": _ALL}, "person": {"view": _ALL}, "team": {"view": _ALL}},
}

# What each role may do, in a line; the pages that give a role show it.
DESCRIPTIONS = (
    (pgettext_lazy("role", "Owner"), _("Everything, with people, teams and settings.")),
    (_("Sales manager"), _("Customers of the own team, of the teams below it and of the public pool.")),
    (_("Sales rep"), _("Own customers. Sees the public pool.")),
    (_("Marketer"), _("Sees all customers and adds new ones.")),
    (_("Customer service"), _("Sees all customers and adds new ones.")),
    (_("Finance"), _("Sees all customers.")),
    (_("Viewer"), _("Sees all customers.")),
)


class _Everything(dict[str, frozenset[Level]]):
    """The owner's grants: every verb on every entity, everywhere."""

    def get(self, key: str, default: frozenset[Level] = _NONE) -> frozenset[Level]:  # type: ignore[override]
        return _ALL


def scope_of(person: "Person") -> Scope:
    """Compute the person's scope: role grants, own team, and the teams below it."""
    from planloop.base.models import Team

    grants: dict[str, frozenset[Level]]
    if person.role == "owner":
        grants = _Everything()
    else:
        grants = {
            f"{entity}.{verb}": levels
            for entity, verbs in GRANTS[person.role].items()
            for verb, levels in verbs.items()
        }
    needs_tree = any(Level.TEAM_AND_BELOW in levels for levels in grants.values())
    below = Team.objects.below(person.team_id) if needs_tree and person.team_id else frozenset()
    return Scope(person_id=person.pk, team_id=person.team_id, teams_below=below, grants=grants)
