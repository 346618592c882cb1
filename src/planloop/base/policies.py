"""Who may see and change people, teams, invitations and the company."""

from django.db.models import Model
from django.utils.translation import gettext as _

from planloop.base.models import Company, Invitation, Person, Team
from planloop.base.policy import Policy, policy_for
from planloop.terms.errors import Refused
from planloop.terms.scope import Scope

OWN_VERBS = frozenset(
    {"settings", "set_password", "turn_on_two_step", "turn_off_two_step", "renew_recovery_codes"}
)
"""What everybody does to their own account, and nobody to another's."""

OTHERS_VERBS = frozenset({"let_in", "reset_two_step"})
"""What is done to another's account only: for one's own, My account asks the password first, so that
a browser left open is not enough to take the account over."""


@policy_for(Person)
class PersonPolicy(Policy):
    entity = "person"

    def may(self, scope: Scope, verb: str, row: Model | None = None) -> bool:
        """Everybody may change their own settings; the rest is by grant."""
        if verb in OWN_VERBS and row is not None:
            return row.pk == scope.person_id
        return not _is_own(scope, verb, row) and super().may(scope, verb, row)

    def require(self, scope: Scope, verb: str, row: Model | None = None) -> None:
        """Refuse as usual, and lead to My account what belongs there."""
        if _is_own(scope, verb, row):
            raise Refused(_("Change your own password and second step under My account."))
        super().require(scope, verb, row)


def _is_own(scope: Scope, verb: str, row: Model | None) -> bool:
    return verb in OTHERS_VERBS and row is not None and row.pk == scope.person_id


@policy_for(Team)
class TeamPolicy(Policy):
    entity = "team"


@policy_for(Invitation)
class InvitationPolicy(Policy):
    entity = "invitation"


@policy_for(Company)
class CompanyPolicy(Policy):
    entity = "company"
