"""Invitations and sign-in links."""

import datetime

from django.db.models import QuerySet

from planloop.base.models import Invitation, Team
from planloop.base.models.invitation import hash_of
from planloop.base.policy import policy_of
from planloop.terms.scope import Scope


def waiting(scope: Scope, *, team: Team | None = None) -> QuerySet[Invitation]:
    """Return the invitations that nobody answered yet, valid or expired, newest first."""
    rows = Invitation.objects.for_user(scope).unanswered().filter(person=None)
    if team is not None:
        rows = rows.filter(team__in=Team.objects.below(team.pk))
    return rows.select_related("team", "invited_by").order_by("-pk")


def invitation(scope: Scope, pk: int) -> Invitation | None:
    """Return one invitation; None when there is none to be seen."""
    return Invitation.objects.for_user(scope).filter(pk=pk).first()


def by_secret(secret: str, now: datetime.datetime) -> Invitation | None:
    """Return the invitation whose link this is, if the link works; the secret is the permission."""
    rows = Invitation.objects.filter(secret_hash=hash_of(secret)).select_related("person", "invited_by")
    found = rows.first()
    return found if found and opens(found, now) else None


def opens(invitation: Invitation, now: datetime.datetime) -> bool:
    """Tell whether the link works: it is valid, for nobody deactivated, and by somebody who may still invite."""
    person, maker = invitation.person, invitation.invited_by
    if not invitation.is_valid(now) or (person is not None and not person.is_active):
        return False
    return maker.is_active and policy_of(Invitation).may(maker.scope, "create")
