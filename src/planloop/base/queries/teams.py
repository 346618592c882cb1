"""The team tree."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from planloop.base.models import Team
from planloop.terms.scope import Scope


@dataclass
class Branch:
    """A team in the tree, with the number of its own active people."""

    team: Team
    people: int
    branches: list["Branch"] = field(default_factory=list)

    @property
    def people_below(self) -> int:
        """Count the active people of the team and of every team under it."""
        return self.people + sum(branch.people_below for branch in self.branches)


def tree(scope: Scope) -> list[Branch]:
    """Return the teams as a tree, by name, with their number of people, in one query."""
    teams = Team.objects.for_user(scope).active()
    teams = teams.annotate(size=Count("people", filter=Q(people__is_active=True)))
    branches = {team.pk: Branch(team, team.size) for team in sorted(teams, key=lambda team: team.name.casefold())}
    children: dict[int | None, list[Branch]] = defaultdict(list)
    for branch in branches.values():
        parent = branch.team.parent_id
        children[parent if parent in branches else None].append(branch)
    for pk, branch in branches.items():
        branch.branches = children[pk]
    return children[None]


def choices(scope: Scope, *, without: Team | None = None) -> list[tuple[int, str]]:
    """Return id and path of each team, as "Sales / North", leaving out a team with all under it."""
    found: list[tuple[int, str]] = []

    def walk(branches: list[Branch], path: str) -> None:
        for branch in branches:
            if without is None or branch.team.pk != without.pk:
                name = f"{path}{branch.team.name}"
                found.append((branch.team.pk, name))
                walk(branch.branches, f"{name} / ")

    walk(tree(scope), "")
    return found


def team(scope: Scope, pk: int, *, removed: bool = False) -> Team | None:
    """Return one team; None when there is none to be seen. `removed` looks in the bin, too."""
    rows = Team.objects.for_user(scope)
    return (rows if removed else rows.active()).filter(pk=pk).select_related("parent").first()
