"""The team tree."""

import datetime

from django.utils.translation import gettext as _

from planloop.base.models import Invitation, Person, Team
from planloop.base.operation import operation
from planloop.base.operations.records import save
from planloop.base.operations.structure import check_team, hold_structure
from planloop.terms.errors import Invalid


@operation("create")
def create(model: type[Team], *, by: Person, name: str, parent: Team | None) -> Team:
    """Add a team, at the top or as part of another."""
    hold_structure()
    check_team(parent, "parent")
    return save(model(name=name, parent=parent))


@operation("edit")
def change(team: Team, *, by: Person, name: str, parent: Team | None) -> Team:
    """Rename the team, or move it with all teams under it.

    Raises:
        Invalid: the new place lies within the team itself.
    """
    hold_structure()
    if parent is not None and parent.pk in Team.objects.below(team.pk):
        sentence = _("“%(parent)s” is part of “%(team)s”. Choose a team outside it.")
        sentence %= {"parent": parent, "team": team}
        raise Invalid(sentence, {"parent": sentence})
    check_team(parent, "parent")
    team.name, team.parent = name, parent
    return save(team)


@operation("archive")
def remove(team: Team, *, by: Person, now: datetime.datetime) -> Team:
    """Put an empty team into the bin.

    Raises:
        Invalid: people, invitations or teams are in it.
    """
    hold_structure()
    contents = (
        (team.children.active(), _("“%(team)s” has teams in it. Move them first.")),
        (Invitation.objects.unanswered(), _("Somebody is invited to “%(team)s”. Withdraw the invitation first.")),
        (Person.objects.all(), _("“%(team)s” has people in it, perhaps deactivated ones. Move them first.")),
    )
    for rows, sentence in contents:
        within = rows if rows.model is Team else rows.filter(team=team)
        if within.exists():
            raise Invalid(sentence % {"team": team})
    team.archived_at = now
    return save(team)


@operation("archive")
def restore(team: Team, *, by: Person) -> Team:
    """Take the team out of the bin, back to its place.

    Raises:
        Invalid: its place is gone, or its name was given to another team.
    """
    hold_structure()
    if team.parent is not None:
        check_team(team.parent, "parent")
    team.archived_at = None
    return save(team)
