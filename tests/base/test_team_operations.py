"""The team tree stays a tree, and no team with somebody in it goes."""

import pytest
from django.utils import timezone

import factories
from planloop.base.models import AuditEntry, Invitation, Team
from planloop.base.operations import invitations, teams
from planloop.base.queries import people as people_queries
from planloop.base.queries import teams as queries
from planloop.terms.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def tree(owner):
    """Sales with North and South in it, and North city in North."""
    sales = factories.team("Sales")
    north = factories.team("North", parent=sales)
    return {
        "Sales": sales,
        "North": north,
        "South": factories.team("South", parent=sales),
        "North city": factories.team("North city", parent=north),
    }


def shape(branches) -> list:
    """Return the tree as names with people counted below, and branches."""
    return [(branch.team.name, branch.people_below, shape(branch.branches)) for branch in branches]


def test_tree_counts_people_of_the_teams_below(owner, tree):
    factories.person(team=tree["North"])
    factories.person(team=tree["North city"])
    factories.person(team=tree["North city"], is_active=False)
    factories.person(team=tree["South"])
    assert shape(queries.tree(owner.scope)) == [
        ("Sales", 3, [("North", 2, [("North city", 1, [])]), ("South", 1, [])]),
    ]


def test_tree_takes_one_query(owner, tree, django_assert_num_queries):
    scope = owner.scope
    with django_assert_num_queries(1):
        shape(queries.tree(scope))


def test_choices_carry_the_path_and_leave_out_the_team_itself(owner, tree):
    assert [name for _pk, name in queries.choices(owner.scope)] == [
        "Sales",
        "Sales / North",
        "Sales / North / North city",
        "Sales / South",
    ]
    assert queries.choices(owner.scope, without=tree["North"]) == [
        (tree["Sales"].pk, "Sales"),
        (tree["South"].pk, "Sales / South"),
    ]


def test_create_and_change_are_told(owner, tree):
    east = teams.create(Team, by=owner, name="East", parent=tree["Sales"])
    teams.change(east, by=owner, name="Far East", parent=None)
    told = AuditEntry.objects.filter(record_type="base.team", record_id=east.pk).order_by("pk")
    assert [(entry.verb, entry.changes) for entry in told] == [
        ("create", {"name": [None, "East"], "parent_id": [None, tree["Sales"].pk]}),
        ("edit", {"name": ["East", "Far East"], "parent_id": [tree["Sales"].pk, None]}),
    ]


@pytest.mark.parametrize("place", ["Sales", "North", "North city"])
def test_move_into_itself_or_below_is_refused(owner, tree, place):
    with pytest.raises(Invalid) as caught:
        teams.change(tree["Sales"], by=owner, name="Sales", parent=tree[place])
    assert caught.value.fields == {"parent": f"“{place}” is part of “Sales”. Choose a team outside it."}


@pytest.mark.parametrize("parent", ["Sales", None])
def test_name_differs_from_its_neighbours(owner, tree, parent):
    name, where = ("NORTH", tree["Sales"]) if parent else ("sales", None)
    with pytest.raises(Invalid) as caught:
        teams.create(Team, by=owner, name=name, parent=where)
    assert caught.value.fields == {"__all__": "There is a team with this name already."}
    assert teams.create(Team, by=owner, name="North", parent=tree["South"]).name == "North"


def test_remove_refused_while_something_is_in_it(owner, tree):
    invitation = invitations.invite(
        Invitation, by=owner, name="Lin", email="lin@example.com", role="rep", team=tree["South"], now=NOW
    )
    gone = factories.person(team=tree["North city"], is_active=False)
    for name, sentence in (
        ("North", "“North” has teams in it. Move them first."),
        ("South", "Somebody is invited to “South”. Withdraw the invitation first."),
        ("North city", "“North city” has people in it, perhaps deactivated ones. Move them first."),
    ):
        with pytest.raises(Invalid) as caught:
            teams.remove(tree[name], by=owner, now=NOW)
        assert str(caught.value) == sentence
    invitations.withdraw(invitation, by=owner, now=NOW)
    gone.team = None
    gone.save()
    assert teams.remove(tree["South"], by=owner, now=NOW).archived_at == NOW
    assert teams.remove(tree["North city"], by=owner, now=NOW).archived_at == NOW


def test_restore_brings_the_team_back_unless_its_place_is_taken(owner, tree):
    north, city = tree["North"], tree["North city"]
    teams.remove(city, by=owner, now=NOW)
    assert teams.restore(city, by=owner).archived_at is None
    teams.remove(city, by=owner, now=NOW)
    namesake = teams.create(Team, by=owner, name="North city", parent=north)
    with pytest.raises(Invalid) as caught:
        teams.restore(city, by=owner)
    assert caught.value.fields == {"__all__": "There is a team with this name already."}
    teams.remove(namesake, by=owner, now=NOW)
    teams.remove(north, by=owner, now=NOW)
    with pytest.raises(Invalid, match="“North” has been removed"):
        teams.restore(city, by=owner)


def test_stale_change_is_refused(owner, tree):
    teams.change(tree["South"], by=owner, name="Far South", parent=None)
    with pytest.raises(Stale) as caught:
        teams.change(tree["South"], by=owner, name="Deep South", parent=None, expected_version=1)
    assert caught.value.current.name == "Far South"


@pytest.mark.parametrize("role", ["sales_manager", "rep", "marketer", "service", "finance", "viewer"])
def test_only_the_owner_changes_teams_and_everybody_sees_them(owner, tree, role):
    someone = factories.person(role)
    for change in (
        lambda: teams.create(Team, by=someone, name="East", parent=None),
        lambda: teams.change(tree["South"], by=someone, name="East", parent=None),
        lambda: teams.remove(tree["South"], by=someone, now=NOW),
        lambda: teams.restore(tree["South"], by=someone),
    ):
        with pytest.raises(Refused):
            change()
    assert len(queries.choices(someone.scope)) == 4


def test_people_of_a_team_are_those_below_it_too(owner, tree):
    north = factories.person(name="A", team=tree["North"])
    city = factories.person(name="B", team=tree["North city"])
    factories.person(name="C", team=tree["South"])
    assert list(people_queries.people(owner.scope, team=tree["North"])) == [north, city]


def test_views_count_each_standing(owner):
    factories.person(password="x")
    factories.person()
    factories.person(is_active=False)
    found = people_queries.views(owner.scope, invited=2)
    assert [(key, count) for key, _label, count in found] == [
        ("", 6),
        ("active", 1),
        ("invited", 2),
        ("no_sign_in", 2),
        ("deactivated", 1),
    ]


def test_owned_counts_what_the_scope_may_see(owner):
    rep = factories.person()
    factories.customer(owner=rep)
    factories.customer(owner=rep, archived_at=NOW)
    assert [(entity.key, count) for entity, count in people_queries.owned(rep, owner.scope)] == [("customers", 1)]
    assert people_queries.owned(rep, factories.person("rep").scope) == []
