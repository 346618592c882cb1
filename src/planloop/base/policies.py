"""Who may see and change people, teams, invitations and the audit log."""

from django.db.models import Model

from planloop.base.models import AuditEntry, Company, Invitation, Person, Team
from planloop.base.policy import OwnedPolicy, Policy, policy_for
from planloop.terms.scope import Scope

OWN_VERBS = frozenset(
    {"settings", "set_password", "turn_on_two_step", "turn_off_two_step", "renew_recovery_codes"}
)
"""What everybody does to their own account, and nobody to another's."""


@policy_for(Person)
class PersonPolicy(Policy):
    entity = "person"

    def may(self, scope: Scope, verb: str, row: Model | None = None) -> bool:
        """Everybody may change their own settings; the rest is by grant."""
        if verb in OWN_VERBS and row is not None:
            return row.pk == scope.person_id
        return super().may(scope, verb, row)


@policy_for(Team)
class TeamPolicy(Policy):
    entity = "team"


@policy_for(Invitation)
class InvitationPolicy(Policy):
    entity = "invitation"


@policy_for(Company)
class CompanyPolicy(Policy):
    entity = "company"


@policy_for(AuditEntry)
class AuditEntryPolicy(OwnedPolicy):
    entity = "audit"
    owner = "person"
