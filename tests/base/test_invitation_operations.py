"""Invitations: one way in, for one person, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

import factories
from factories import PASSWORD
from planloop.base.models import AuditEntry, Invitation, Person
from planloop.base.models.invitation import hash_of
from planloop.base.operations import invitations, people, teams
from planloop.base.queries import invitations as queries
from planloop.terms.errors import Invalid, Refused

pytestmark = pytest.mark.django_db
NOW = timezone.now()
GONE = "This link does not work any more."


def invite(by, **values):
    values = {"name": "Lin Yuting", "email": "lin@example.com", "role": "rep", "team": None, **values}
    return invitations.invite(Invitation, by=by, now=NOW, **values)


def accept(secret, now=NOW):
    return invitations.accept(secret, password=PASSWORD, language="zh-hans", now=now)


def test_accept_makes_the_person_that_was_invited(owner):
    team = factories.team()
    invitation = invite(owner, email="Lin@Example.com", role="sales_manager", team=team)
    person = accept(invitation.secret)
    assert (person.name, person.email, person.role, person.team, person.language) == (
        "Lin Yuting",
        "lin@example.com",
        "sales_manager",
        team,
        "zh-hans",
    )
    assert person.check_password(PASSWORD)


def test_secret_is_kept_nowhere(owner):
    invitation = invite(owner)
    person = accept(invitation.secret)
    kept = Invitation.objects.values().get()
    assert kept["secret_hash"] == hash_of(invitation.secret)
    told = [str(row) for row in AuditEntry.objects.values()]
    for text in (*map(str, kept.values()), *told):
        assert invitation.secret not in text
        assert person.password not in text
    assert not any(kept["secret_hash"] in text for text in told)


def test_accept_is_told(owner):
    person = accept(invite(owner).secret)
    assert list(AuditEntry.objects.values_list("verb", "record_type", "person_id").order_by("pk")) == [
        ("create", "base.invitation", owner.pk),
        ("join", "base.person", person.pk),
        ("accept", "base.invitation", person.pk),
    ]


def test_link_works_once(owner):
    invitation = invite(owner)
    accept(invitation.secret)
    with pytest.raises(Invalid, match=GONE):
        accept(invitation.secret)
    assert Person.objects.filter(email="lin@example.com").count() == 1


def test_link_expires_after_seven_days(owner):
    secret = invite(owner).secret
    with pytest.raises(Invalid, match=GONE):
        accept(secret, now=NOW + timedelta(days=7))


def test_unknown_link_is_refused(owner):
    with pytest.raises(Invalid, match=GONE):
        accept("nothing")


def test_withdrawn_link_stops_working(owner):
    invitation = invite(owner)
    invitations.withdraw(invitation, by=owner, now=NOW)
    with pytest.raises(Invalid, match=GONE):
        accept(invitation.secret)
    assert queries.by_secret(invitation.secret, NOW) is None


def test_renewed_link_replaces_the_old(owner):
    old = invite(owner)
    later = NOW + timedelta(days=30)
    new = invitations.renew(old, by=owner, now=later)
    with pytest.raises(Invalid, match=GONE):
        accept(old.secret, now=later)
    assert accept(new.secret, now=later).name == "Lin Yuting"


@pytest.mark.parametrize("answer", ["accept", "withdraw"])
def test_answered_invitation_is_neither_renewed_nor_withdrawn(owner, answer):
    invitation = invite(owner)
    if answer == "accept":
        accept(invitation.secret)
    else:
        invitations.withdraw(invitation, by=owner, now=NOW)
    sentence = "has used this link already" if answer == "accept" else "has been withdrawn"
    for operation in (invitations.renew, invitations.withdraw):
        with pytest.raises(Invalid, match=sentence):
            operation(invitation, by=owner, now=NOW)


def test_invite_refused_for_somebody_who_can_sign_in(owner):
    factories.person(name="Chen Siyu", email="siyu@example.com", password=PASSWORD)
    with pytest.raises(Invalid) as caught:
        invite(owner, email="SIYU@example.com")
    assert caught.value.fields == {"email": "“Chen Siyu” has this e-mail and can sign in with it."}


def test_invite_points_to_the_page_of_somebody_without_sign_in(owner):
    factories.person(name="Chen Siyu", email="siyu@example.com")
    with pytest.raises(Invalid) as caught:
        invite(owner, email="siyu@example.com")
    assert caught.value.fields == {
        "email": "“Chen Siyu” has this e-mail. Make a sign-in link on that person's page."
    }


def test_invite_refused_twice_for_the_same_email(owner):
    invite(owner)
    with pytest.raises(Invalid) as caught:
        invite(owner, email="LIN@example.com")
    assert caught.value.fields == {"__all__": "This e-mail has been invited already."}
    invitations.withdraw(Invitation.objects.get(), by=owner, now=NOW)
    assert invite(owner).secret != ""


def test_accept_refused_when_somebody_has_the_email_by_now(owner):
    invitation = invite(owner)
    factories.person(email="lin@example.com", password=PASSWORD)
    with pytest.raises(Invalid, match="has joined in the meantime"):
        accept(invitation.secret)


def test_invite_refused_into_a_removed_team(owner):
    team = teams.remove(factories.team("North"), by=owner, now=NOW)
    with pytest.raises(Invalid) as caught:
        invite(owner, team=team)
    assert caught.value.fields == {"team": "“North” has been removed. Choose another team."}


@pytest.mark.parametrize("role", ["sales_manager", "rep", "marketer", "service", "finance", "viewer"])
def test_only_the_owner_invites(owner, role):
    someone, invitation = factories.person(role), invite(owner)
    for operation in (
        lambda: invite(someone, email="other@example.com"),
        lambda: invitations.renew(invitation, by=someone, now=NOW),
        lambda: invitations.withdraw(invitation, by=someone, now=NOW),
        lambda: invitations.let_in(Invitation, by=someone, person=owner, now=NOW),
    ):
        with pytest.raises(Refused):
            operation()
    assert list(queries.waiting(someone.scope)) == []


def test_link_for_a_person_sets_a_new_password(owner):
    rep = factories.person(password="the old password")
    session = rep.get_session_auth_hash()
    link = invitations.let_in(Invitation, by=owner, person=rep, now=NOW)
    person = accept(link.secret)
    assert (person.pk, person.check_password(PASSWORD)) == (rep.pk, True)
    assert person.get_session_auth_hash() != session
    assert list(queries.waiting(owner.scope)) == []
    with pytest.raises(Invalid, match=GONE):
        accept(link.secret)


def test_second_link_for_a_person_replaces_the_first(owner):
    rep = factories.person()
    first = invitations.let_in(Invitation, by=owner, person=rep, now=NOW)
    second = invitations.let_in(Invitation, by=owner, person=rep, now=NOW)
    assert (second.pk, queries.by_secret(first.secret, NOW)) == (first.pk, None)
    assert accept(second.secret).pk == rep.pk


def test_no_link_for_who_could_not_use_it(owner):
    with pytest.raises(Invalid, match="is deactivated"):
        invitations.let_in(Invitation, by=owner, person=factories.person(is_active=False), now=NOW)
    with pytest.raises(Invalid, match="has no e-mail to sign in with"):
        invitations.let_in(Invitation, by=owner, person=factories.person(email=None), now=NOW)


@pytest.fixture
def second(owner):
    """An owner beside the first, who can sign in."""
    owner.set_password(PASSWORD)
    owner.save()
    return factories.person("owner", name="Chen Siyu", password=PASSWORD)


def deactivate(person, by):
    people.deactivate(person, by=by, now=NOW)


def demote(person, by):
    people.edit(person, by=by, values={"role": "viewer"}, now=NOW)


@pytest.mark.parametrize("end", [deactivate, demote])
def test_links_end_with_the_right_of_who_made_them(owner, second, end):
    rep = factories.person()
    made = [invite(second), invitations.let_in(Invitation, by=second, person=rep, now=NOW)]
    kept = invite(owner, email="other@example.com")
    end(second, owner)
    told = AuditEntry.objects.filter(verb="withdraw").order_by("pk")
    assert list(told.values_list("record_id", "person_id", "changes")) == [
        (link.pk, owner.pk, {"archived_at": [None, NOW.isoformat()]}) for link in made
    ]
    for link in made:
        with pytest.raises(Invalid, match=GONE):
            accept(link.secret)
    assert accept(kept.secret).email == "other@example.com"


@pytest.mark.parametrize("end", [deactivate, demote])
def test_link_made_at_the_same_moment_does_not_work_either(owner, second, end):
    end(second, owner)
    late = factories.invitation(invited_by=second)
    assert queries.by_secret(late.secret, NOW) is None
    with pytest.raises(Invalid, match=GONE):
        accept(late.secret)


def test_link_is_by_who_made_it_last(owner, second):
    rep = factories.person()
    one, other = invite(owner), invitations.let_in(Invitation, by=owner, person=rep, now=NOW)
    renewed = invitations.renew(one, by=second, now=NOW)
    again = invitations.let_in(Invitation, by=second, person=rep, now=NOW)
    assert (one.pk, other.pk) == (renewed.pk, again.pk)
    deactivate(second, owner)
    assert [queries.by_secret(link.secret, NOW) for link in (renewed, again)] == [None, None]


def test_link_withdrawn_with_the_account_or_the_email_is_told(owner):
    rep = factories.person(name="Ben")
    for values in ({"email": "new@example.com"}, None):
        link = invitations.let_in(Invitation, by=owner, person=rep, now=NOW)
        if values:
            people.edit(rep, by=owner, values=values, now=NOW)
        else:
            deactivate(rep, owner)
        told = AuditEntry.objects.get(verb="withdraw", record_type="base.invitation", record_id=link.pk)
        assert (told.title, told.person) == ("Ben", owner)
