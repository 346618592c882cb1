"""Scopes of a permission: which rows a person's grants reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How far a grant reaches; the words are those of the vocabulary."""

    OWN = "own"
    TEAM = "team"
    TEAM_AND_BELOW = "team_and_below"
    POOL = "pool"
    ALL = "all"


@dataclass(frozen=True)
class Scope:
    """What one person may reach, computed once per request.

    `grants` maps "entity.verb" to the levels granted; a missing key grants nothing.
    `teams_below` holds the person's team and every team under it.
    """

    person_id: int
    team_id: int | None
    teams_below: frozenset[int]
    grants: Mapping[str, frozenset[Level]] = field(hash=False)

    def levels(self, entity: str, verb: str) -> frozenset[Level]:
        """Return the levels granted for `verb` on `entity`; empty when there is none."""
        return self.grants.get(f"{entity}.{verb}", frozenset())

    def reaches(self, entity: str, verb: str, *, owner_id: int | None, team_id: int | None) -> bool:
        """Tell whether `verb` is granted on a row with this owner, whose team is `team_id`."""
        levels = self.levels(entity, verb)
        return (
            Level.ALL in levels
            or (Level.OWN in levels and owner_id is not None and owner_id == self.person_id)
            or (Level.TEAM in levels and team_id is not None and team_id == self.team_id)
            or (Level.TEAM_AND_BELOW in levels and team_id is not None and team_id in self.teams_below)
            or (Level.POOL in levels and owner_id is None)
        )
