"""Links with a secret: to join, or for somebody who is here to set a new password."""

import datetime
import hashlib
import secrets

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planloop.base.models.person import Person, Role, Team
from planloop.base.models.record import Record, ScopedQuerySet

VALID = datetime.timedelta(days=7)
_OPEN = models.Q(accepted_at__isnull=True, archived_at__isnull=True)


class InvitationQuerySet(ScopedQuerySet):
    """Invitations by what became of them."""

    def unanswered(self) -> "InvitationQuerySet":
        """Keep those that nobody used or withdrew, whether still valid or expired."""
        return self.filter(_OPEN)


class Invitation(Record):
    """A link that works once and for a week. Only the hash of its secret is kept.

    With a `person` it lets that person set a new password; without one somebody joins.
    """

    email = models.EmailField(_("E-mail"))
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=200)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.REP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, verbose_name=_("Team"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, editable=False, related_name="links")
    invited_by = models.ForeignKey(Person, models.CASCADE, editable=False, related_name="invitations_sent")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("Valid until"), editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    secret = ""
    """The secret itself, known only where the link was just made."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=_OPEN & models.Q(person__isnull=True),
                name="one_open_invitation_for_an_email",
                violation_error_message=_("This e-mail has been invited already."),
            ),
            models.UniqueConstraint(
                "person",
                condition=_OPEN & models.Q(person__isnull=False),
                name="one_open_link_for_a_person",
                violation_error_message=_("This person has a link already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def make_secret(self, now: datetime.datetime) -> None:
        """Put a new secret in place of the old, which stops working, and start its week."""
        self.secret = secrets.token_urlsafe(32)
        self.secret_hash = hash_of(self.secret)
        self.expires_at = now + VALID

    def is_valid(self, now: datetime.datetime) -> bool:
        """Tell whether the link still works."""
        return self.accepted_at is None and self.archived_at is None and now < self.expires_at


def hash_of(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
