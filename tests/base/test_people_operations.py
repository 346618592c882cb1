"""People: edited by the owner only, never without an owner, and out at once when deactivated."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

import factories
from factories import PASSWORD
from planloop.base.models import AuditEntry, Invitation, Person
from planloop.base.operations import company as founding
from planloop.base.operations import invitations, people, teams
from planloop.base.policy import policy_of
from planloop.terms.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def boss(owner):
    """The only owner who can sign in."""
    owner.set_password(PASSWORD)
    owner.save()
    return owner


def edit(person, by, **values):
    return people.edit(person, by=by, values=values, now=NOW)


def entries(row) -> list[tuple[str, dict]]:
    """Return verb and changes of the row's audit entries, oldest first."""
    found = AuditEntry.objects.filter(record_type=row._meta.label_lower, record_id=row.pk).order_by("pk")
    return [(entry.verb, entry.changes) for entry in found]


FOUNDING = {
    "company": "Bluepeak Coffee",
    "name": "Maja Nowak",
    "email": "Maja@Bluepeak.example",
    "password": PASSWORD,
    "language": "pl",
    "currency": "PLN",
    "time_zone": "Europe/Warsaw",
}


def test_found_makes_company_and_owner(db):
    owner = founding.found(**FOUNDING)
    assert (owner.role, owner.email, owner.language, owner.can_sign_in) == (
        "owner",
        "maja@bluepeak.example",
        "pl",
        True,
    )
    company = founding.Company.objects.get()
    assert (company.name, company.currency, company.language, company.time_zone) == (
        "Bluepeak Coffee",
        "PLN",
        "pl",
        "Europe/Warsaw",
    )
    assert list(AuditEntry.objects.values_list("verb", "record_type", "person_id").order_by("pk")) == [
        ("found", "base.company", owner.pk),
        ("found", "base.person", owner.pk),
    ]


def test_found_refused_when_there_is_an_owner(db):
    founding.found(**FOUNDING)
    with pytest.raises(Invalid, match="has an owner already"):
        founding.found(**{**FOUNDING, "email": "other@bluepeak.example"})
    assert Person.objects.count() == 1


def test_edit_changes_and_tells(boss):
    rep, team = factories.person(name="Lin"), factories.team()
    saved = edit(rep, boss, name="Lin Yuting", email="LIN@example.com", role="viewer", team=team)
    assert (saved.name, saved.email, saved.role, saved.team) == ("Lin Yuting", "lin@example.com", "viewer", team)
    assert entries(rep) == [
        (
            "edit",
            {
                "name": ["Lin", "Lin Yuting"],
                "email": [rep.email, "lin@example.com"],
                "role": ["rep", "viewer"],
                "team_id": [None, team.pk],
            },
        )
    ]


@pytest.mark.parametrize("role", ["sales_manager", "rep", "marketer", "service", "finance", "viewer"])
def test_only_the_owner_edits_people(company, role):
    someone = factories.person(role)
    for change in (
        lambda: edit(someone, someone, role="owner"),
        lambda: people.deactivate(company.owner, by=someone, now=NOW),
        lambda: people.reactivate(company.owner, by=someone),
        lambda: people.reset_two_step(company.owner, by=someone),
    ):
        with pytest.raises(Refused):
            change()


def test_nobody_changes_anothers_own_settings(boss):
    rep = factories.person()
    with pytest.raises(Refused):
        people.settings(rep, by=boss, values={"language": "pl"})
    with pytest.raises(Refused):
        people.set_password(rep, by=boss, password=PASSWORD)


def test_edit_refused_when_the_email_is_somebodys(boss):
    factories.person(name="Chen Siyu", email="siyu@example.com")
    rep = factories.person()
    with pytest.raises(Invalid) as caught:
        edit(rep, boss, email="Siyu@example.com")
    assert caught.value.fields == {"email": "“Chen Siyu” has this e-mail."}


def test_edit_refused_without_email_for_who_signs_in(boss):
    rep = factories.person(name="Lin", password=PASSWORD)
    with pytest.raises(Invalid) as caught:
        edit(rep, boss, email="")
    assert caught.value.fields == {"email": "“Lin” signs in with an e-mail, so one is needed."}
    assert edit(factories.person(), boss, email="").email is None


def test_edit_refused_for_a_removed_team(boss):
    team = teams.remove(factories.team("North"), by=boss, now=NOW)
    with pytest.raises(Invalid) as caught:
        edit(factories.person(), boss, team=team)
    assert caught.value.fields == {"team": "“North” has been removed. Choose another team."}


def test_edit_refused_when_somebody_saved_in_the_meantime(boss):
    rep = factories.person(name="Lin")
    edit(rep, boss, name="Lin Yuting")
    with pytest.raises(Stale) as caught:
        people.edit(rep, by=boss, values={"name": "Lin Y."}, now=NOW, expected_version=rep.version)
    assert caught.value.current.name == "Lin Yuting"


def test_only_owner_keeps_the_role(boss):
    with pytest.raises(Invalid, match="is the only owner"):
        edit(boss, boss, role="rep")
    factories.person("owner")  # without a password: cannot act as owner
    with pytest.raises(Invalid):
        edit(boss, boss, role="rep")
    factories.person("owner", password=PASSWORD)
    assert edit(boss, boss, role="rep").role == "rep"


def test_only_owner_stays_active(boss):
    factories.person("owner", password=PASSWORD, is_active=False)
    with pytest.raises(Invalid, match="is the only owner"):
        people.deactivate(boss, by=boss, now=NOW)
    factories.person("owner", password=PASSWORD)
    assert people.deactivate(boss, by=boss, now=NOW).is_active is False


def test_deactivate_leaves_customers_and_withdraws_links(boss):
    rep = factories.person(password=PASSWORD)
    customer = factories.customer(owner=rep)
    link = invitations.let_in(Invitation, by=boss, person=rep, now=NOW)
    people.deactivate(rep, by=boss, now=NOW)
    customer.refresh_from_db()
    link.refresh_from_db()
    assert (customer.owner, link.archived_at) == (rep, NOW)
    assert entries(rep) == [("deactivate", {"is_active": [True, False]})]


def test_deactivate_twice_is_told_once(boss):
    rep = factories.person(password=PASSWORD)
    people.deactivate(rep, by=boss, now=NOW)
    again = people.deactivate(rep, by=boss, now=NOW)
    assert (again.sessions_ended, len(entries(rep))) == (1, 1)


def test_reactivate_does_not_bring_back_earlier_sign_ins(boss):
    rep = factories.person(password=PASSWORD)
    before = rep.get_session_auth_hash()
    people.deactivate(rep, by=boss, now=NOW)
    again = people.reactivate(rep, by=boss)
    assert again.can_sign_in
    assert again.get_session_auth_hash() != before


def test_new_email_withdraws_links_sent_to_the_old(boss):
    rep = factories.person()
    link = invitations.let_in(Invitation, by=boss, person=rep, now=NOW)
    edit(rep, boss, email="new@example.com")
    link.refresh_from_db()
    assert link.is_valid(NOW) is False


def test_set_password_is_told_without_the_password(boss):
    saved = people.set_password(boss, by=boss, password="a quite different phrase")
    assert saved.check_password("a quite different phrase")
    assert entries(boss) == [("set_password", {})]


def test_two_step_is_told_and_reset_by_the_owner(boss):
    rep = factories.person()
    Authenticator.objects.create(user=rep, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=rep, type="recovery_codes", data={})
    people.reset_two_step(rep, by=boss)
    assert Authenticator.objects.filter(user=rep).count() == 0
    assert entries(rep) == [("reset_two_step", {})]


def test_own_password_and_second_step_go_through_my_account(boss):
    Authenticator.objects.create(user=boss, type="totp", data={"secret": "x"})
    sentence = "Change your own password and second step under My account."
    with pytest.raises(Refused, match=sentence):
        people.reset_two_step(boss, by=boss)
    with pytest.raises(Refused, match=sentence):
        invitations.let_in(Invitation, by=boss, person=boss, now=NOW)
    assert (Authenticator.objects.count(), Invitation.objects.count(), AuditEntry.objects.count()) == (1, 0, 0)
    assert policy_of(Person).may(boss.scope, "let_in", factories.person()) is True


def test_sign_in_is_no_edit(boss):
    version = boss.version
    boss.last_login = NOW
    boss.save(update_fields=["last_login"])
    boss.refresh_from_db()
    assert (boss.version, boss.last_login) == (version, NOW)


def test_standing(db):
    assert factories.person(password=PASSWORD).standing == "active"
    assert factories.person().standing == "no_sign_in"
    assert factories.person(email=None, password=PASSWORD).standing == "no_sign_in"
    assert factories.person(password=PASSWORD, is_active=False).standing == "deactivated"


def test_link_is_valid_for_seven_days(boss):
    link = invitations.let_in(Invitation, by=boss, person=factories.person(), now=NOW)
    assert link.is_valid(NOW + timedelta(days=7, seconds=-1)) is True
    assert link.is_valid(NOW + timedelta(days=7)) is False
