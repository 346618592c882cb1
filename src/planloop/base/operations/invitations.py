"""Links with which somebody joins, or sets a new password."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planloop.base.models import Invitation, Person, Team
from planloop.base.models.invitation import hash_of
from planloop.base.operation import lock, operation, record, snapshot
from planloop.base.operations.records import save
from planloop.base.operations.structure import check_team, hold_structure
from planloop.base.policy import policy_of
from planloop.base.queries.invitations import opens
from planloop.terms.errors import Invalid


@operation("create")
def invite(
    model: type[Invitation],
    *,
    by: Person,
    name: str,
    email: str,
    role: str,
    team: Team | None,
    now: datetime.datetime,
) -> Invitation:
    """Invite somebody; the returned invitation knows the secret of its link, which is kept nowhere.

    Raises:
        Invalid: the e-mail is somebody's, or has been invited already.
    """
    hold_structure()
    _refuse_known_email(email)
    check_team(team, "team")
    invitation = model(name=name, email=email.lower(), role=role, team=team, invited_by=by)
    invitation.make_secret(now)
    return save(invitation)


@operation("create")
def let_in(model: type[Invitation], *, by: Person, person: Person, now: datetime.datetime) -> Invitation:
    """Make a link with which this person sets a new password; an earlier link stops working.

    Raises:
        Invalid: there is no e-mail to sign in with, or the account is deactivated.
        Refused: it is one's own account.
    """
    person = lock(person)
    policy_of(Person).require(by.scope, "let_in", person)
    if not person.is_active:
        raise Invalid(_("“%(person)s” is deactivated. Reactivate the account first.") % {"person": person})
    if not person.email:
        raise Invalid(_("“%(person)s” has no e-mail to sign in with. Add one first.") % {"person": person})
    link = model.objects.unanswered().filter(person=person).first() or model(person=person, invited_by=by)
    link.name, link.email, link.role, link.team = person.name, person.email, person.role, person.team
    link.invited_by = by
    link.make_secret(now)
    return save(link)


@operation("renew")
def renew(invitation: Invitation, *, by: Person, now: datetime.datetime) -> Invitation:
    """Give the invitation a new link for another week; the old one stops working.

    It is now by who made the new link, and nobody else knows it.
    """
    _refuse_answered(invitation)
    invitation.invited_by = by
    invitation.make_secret(now)
    return save(invitation)


@operation("withdraw")
def withdraw(invitation: Invitation, *, by: Person, now: datetime.datetime) -> Invitation:
    """Make the link stop working."""
    _refuse_answered(invitation)
    invitation.archived_at = now
    return save(invitation)


@transaction.atomic
def accept(secret: str, *, password: str, language: str, now: datetime.datetime) -> Person:
    """Use a link: join, or set the new password. The link says who one is; nobody is signed in yet.

    Raises:
        Invalid: the link is unknown, used, withdrawn or expired, or the e-mail is somebody's by now.
    """
    found = Invitation.objects.filter(secret_hash=hash_of(secret)).select_related("person").first()
    if found is None:
        raise Invalid(_("This link does not work any more."))
    # The person, the structure, then the link, as everywhere, so that nobody waits in a circle.
    person = lock(found.person) if found.person else None
    hold_structure()
    invitation = lock(found)
    if not opens(invitation, now):
        raise Invalid(_("This link does not work any more."))
    known, answered = snapshot(person) if person else {}, snapshot(invitation)
    person = person or _joining(invitation, language)
    person.set_password(password)
    save(person)
    invitation.accepted_at = now
    save(invitation)
    record(person, verb="set_password" if known else "join", by=person, before=known, always=True)
    record(invitation, verb="accept", by=person, before=answered)
    return person


def _joining(invitation: Invitation, language: str) -> Person:
    email = invitation.email
    if Person.objects.filter(email__iexact=email).exists():
        raise Invalid(_("Somebody with this e-mail has joined in the meantime. Sign in instead."))
    return Person(name=invitation.name, email=email, role=invitation.role, team=invitation.team, language=language)


def _refuse_known_email(email: str) -> None:
    known = Person.objects.filter(email__iexact=email).first()
    if known is None:
        return
    if known.can_sign_in:
        sentence = _("“%(person)s” has this e-mail and can sign in with it.") % {"person": known}
    else:
        sentence = _("“%(person)s” has this e-mail. Make a sign-in link on that person's page.") % {
            "person": known
        }
    raise Invalid(sentence, {"email": sentence})


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Invalid(_("“%(name)s” has used this link already.") % {"name": invitation.name})
    if invitation.archived_at is not None:
        raise Invalid(
            _("This invitation has been withdrawn. Invite “%(name)s” again.") % {"name": invitation.name}
        )
