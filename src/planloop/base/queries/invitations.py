"""Invitations and sign-in links."""

import datetime

from django.db.models import QuerySet

from planloop.base.models import Invitation, Team
from planloop.base.models.invitation import hash_of
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
    found = Invitation.objects.filter(secret_hash=hash_of(secret)).select_related("person").first()
    if found is None or not found.is_valid(now) or (found.person and not found.person.is_active):
        return None
    return found
