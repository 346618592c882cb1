"""People: their place in the company, their own settings and their way in."""

import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from planloop.base.models import Invitation, Person, Role
from planloop.base.operation import operation, record, snapshot
from planloop.base.operations.records import save
from planloop.base.operations.structure import check_team, hold_structure, keep_an_owner
from planloop.terms.errors import Invalid


@operation("settings")
def settings(person: Person, *, by: Person, values: dict[str, Any]) -> Person:
    """Change one's own settings."""
    for field, value in values.items():
        setattr(person, field, value)
    return save(person)


@operation("edit")
def edit(person: Person, *, by: Person, values: dict[str, Any], now: datetime.datetime) -> Person:
    """Change name, e-mail, role and team.

    Raises:
        Invalid: the e-mail is somebody's, or missing for somebody who signs in; nobody would be owner.
    """
    hold_structure()
    was_owner, old_email, signed_in = person.role == Role.OWNER, person.email, person.can_sign_in
    for field, value in values.items():
        setattr(person, field, value)
    person.email = (person.email or "").lower() or None
    if was_owner and person.role != Role.OWNER and signed_in:
        sentence = _("“%(person)s” is the only owner. Make somebody else owner first.") % {"person": person}
        keep_an_owner(person, sentence)
    if was_owner and person.role != Role.OWNER:
        _withdraw(Q(invited_by=person), by=by, now=now)
    if "team" in values:
        check_team(person.team, "team")
    if signed_in and not person.email:
        sentence = _("“%(person)s” signs in with an e-mail, so one is needed.") % {"person": person}
        raise Invalid(sentence, {"email": sentence})
    if person.email != old_email:
        _refuse_email_of_another(person)
        _withdraw(Q(person=person), by=by, now=now)
    return save(person)


@operation("deactivate")
def deactivate(person: Person, *, by: Person, now: datetime.datetime) -> Person:
    """Close the way in: sign-ins end at once; what the person owns stays.

    Links for this person stop working, and so do those that this person made and may have kept.

    Raises:
        Invalid: this is the only owner.
    """
    if not person.is_active:
        return person
    hold_structure()
    if person.role == Role.OWNER:
        sentence = _(
            "“%(person)s” is the only owner. Make somebody else owner before you deactivate this account."
        )
        keep_an_owner(person, sentence % {"person": person})
    person.is_active = False
    person.sessions_ended += 1
    _withdraw(Q(person=person) | Q(invited_by=person), by=by, now=now)
    return save(person)


@operation("reactivate")
def reactivate(person: Person, *, by: Person) -> Person:
    """Open the way in again, with the password of before; earlier sign-ins stay ended."""
    person.is_active = True
    return save(person)


@operation("set_password", secret=True)
def set_password(person: Person, *, by: Person, password: str) -> Person:
    """Set a new password; sign-ins with the old one end."""
    person.set_password(password)
    return save(person)


@operation("turn_on_two_step", secret=True)
def two_step_turned_on(person: Person, *, by: Person) -> Person:
    """Note in the audit log that signing in takes a code from now on."""
    return person


@operation("turn_off_two_step", secret=True)
def two_step_turned_off(person: Person, *, by: Person) -> Person:
    """Note in the audit log that the password is enough from now on."""
    return person


@operation("renew_recovery_codes", secret=True)
def recovery_codes_renewed(person: Person, *, by: Person) -> Person:
    """Note in the audit log that the earlier recovery codes no longer work."""
    return person


@operation("reset_two_step", secret=True)
def reset_two_step(person: Person, *, by: Person) -> Person:
    """Let somebody who lost phone and recovery codes in with the password alone."""
    Authenticator.objects.filter(user=person).delete()
    return person


def _refuse_email_of_another(person: Person) -> None:
    other = Person.objects.filter(email__iexact=person.email or "").exclude(pk=person.pk).first()
    if other is not None:
        sentence = _("“%(person)s” has this e-mail.") % {"person": other}
        raise Invalid(sentence, {"email": sentence})


def _withdraw(which: Q, *, by: Person, now: datetime.datetime) -> None:
    """Stop links with which somebody could get in: they may be in wrong hands."""
    links = Invitation.objects.unanswered().filter(which).order_by("pk")
    for link in links.select_for_update(of=("self",), no_key=True):
        before = snapshot(link)
        link.archived_at = now
        link.save(update_fields=["archived_at"])
        record(link, verb="withdraw", by=by, before=before)
