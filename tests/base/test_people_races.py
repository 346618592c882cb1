"""What two browsers do at the same moment, in threads with connections of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

import factories
from factories import PASSWORD
from planloop.base.models import Company, Invitation, Person, Team
from planloop.base.operations import company as founding
from planloop.base.operations import invitations, people, teams
from planloop.terms.errors import Invalid, Refused

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls at the same moment, and return how each ended: done, or the class of the refusal."""
    start, ends = Barrier(len(calls)), {}

    def run(number: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            call()
            ends[number] = "done"
        except (Invalid, Refused) as error:
            ends[number] = type(error).__name__
        except Exception as error:
            ends[number] = repr(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends.values())


@pytest.fixture
def bosses():
    """The company and two owners."""
    factories.company()
    return [factories.person("owner", name=name, password=PASSWORD) for name in ("Maja Nowak", "Chen Siyu")]


def test_first_page_sent_twice_makes_one_owner(db):
    values = {"company": "Bluepeak", "password": PASSWORD, "language": "en", "currency": "USD"}
    calls = [
        lambda name=name: founding.found(name=name, email=f"{name}@example.com", **values)
        for name in ("one", "two", "three")
    ]
    assert at_once(*calls) == ["Invalid", "Invalid", "done"]
    assert (Company.objects.count(), Person.objects.count()) == (1, 1)


def test_two_owners_cannot_demote_each_other(bosses):
    one, two = bosses
    ends = at_once(
        lambda: people.edit(one, by=two, values={"role": "rep"}, now=NOW),
        lambda: people.edit(two, by=one, values={"role": "rep"}, now=NOW),
    )
    assert ends == ["Invalid", "done"]
    assert Person.objects.filter(role="owner").count() == 1


def test_two_owners_cannot_deactivate_each_other(bosses):
    one, two = bosses
    ends = at_once(
        lambda: people.deactivate(one, by=two, now=NOW), lambda: people.deactivate(two, by=one, now=NOW)
    )
    assert ends == ["Invalid", "done"]
    assert Person.objects.filter(is_active=True).count() == 1


def test_two_moves_make_no_circle(bosses):
    north, south = factories.team("North"), factories.team("South")
    ends = at_once(
        lambda: teams.change(north, by=bosses[0], name="North", parent=south),
        lambda: teams.change(south, by=bosses[1], name="South", parent=north),
    )
    assert ends == ["Invalid", "done"]
    assert Team.objects.filter(parent=None).count() == 1


def test_team_is_not_removed_under_who_joins_it(bosses):
    team, rep = factories.team("North"), factories.person()
    ends = at_once(
        lambda: teams.remove(team, by=bosses[0], now=NOW),
        lambda: people.edit(rep, by=bosses[1], values={"team": team}, now=NOW),
    )
    assert ends == ["Invalid", "done"]
    assert Person.objects.filter(team__archived_at__isnull=False).count() == 0


def test_invitation_sent_twice_makes_one(bosses):
    values = {"name": "Lin", "email": "lin@example.com", "role": "rep", "team": None, "now": NOW}
    ends = at_once(*[lambda by=by: invitations.invite(Invitation, by=by, **values) for by in bosses])
    assert ends == ["Invalid", "done"]
    assert Invitation.objects.count() == 1


def test_link_used_twice_lets_one_in(bosses):
    invitation = factories.invitation(email="lin@example.com")
    ends = at_once(
        *[
            lambda name=name: invitations.accept(invitation.secret, password=name, language="en", now=NOW)
            for name in ("one", "two")
        ]
    )
    assert ends == ["Invalid", "done"]
    assert Person.objects.filter(email="lin@example.com").count() == 1


def test_link_withdrawn_while_it_is_used_does_one_or_the_other(bosses):
    invitation = factories.invitation(email="lin@example.com")
    ends = at_once(
        lambda: invitations.accept(invitation.secret, password=PASSWORD, language="en", now=NOW),
        lambda: invitations.withdraw(invitation, by=bosses[0], now=NOW),
    )
    assert ends == ["Invalid", "done"]


def test_person_deactivated_while_using_a_link_is_out(bosses):
    rep = factories.person(email="lin@example.com")
    link = invitations.let_in(Invitation, by=bosses[0], person=rep, now=NOW)
    ends = at_once(
        lambda: invitations.accept(link.secret, password=PASSWORD, language="en", now=NOW),
        lambda: people.deactivate(rep, by=bosses[0], now=NOW),
    )
    assert ends in (["done", "done"], ["Invalid", "done"])
    assert Person.objects.get(pk=rep.pk).can_sign_in is False


def test_invitation_used_while_who_made_it_is_deactivated_does_one_or_the_other(bosses):
    invitation = factories.invitation(email="lin@example.com", invited_by=bosses[1])
    ends = at_once(
        lambda: invitations.accept(invitation.secret, password=PASSWORD, language="en", now=NOW),
        lambda: people.deactivate(bosses[1], by=bosses[0], now=NOW),
    )
    joined = Person.objects.filter(email="lin@example.com").exists()
    assert ends == (["done", "done"] if joined else ["Invalid", "done"])
