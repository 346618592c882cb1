"""Scopes reach the rows they name, at the query and on the row alike."""

import pytest

import factories
from planloop.base.policy import policy_of
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(company):
    """Customers of me, of my team, of a team below, of another team, and of nobody."""
    north = factories.team("North")
    below = factories.team("North city", parent=north)
    people = {
        "me": north,
        "colleague": north,
        "below": below,
        "foreign": factories.team("South"),
    }
    made = {name: factories.person("rep", name=name, team=team) for name, team in people.items()}
    customers = {name: factories.customer(name=name, owner=person) for name, person in made.items()}
    customers["pool"] = factories.customer(name="pool", owner=None)
    return made, customers


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("owner", {"me", "colleague", "below", "foreign", "pool"}),
        ("sales_manager", {"me", "colleague", "below", "pool"}),
        ("rep", {"me", "pool"}),
        ("viewer", {"me", "colleague", "below", "foreign", "pool"}),
    ],
)
def test_role_sees_rows_of_its_scope(rows, role, seen):
    people, _customers = rows
    people["me"].role = role
    assert {row.name for row in Customer.objects.for_user(people["me"].scope)} == seen


@pytest.mark.parametrize(
    ("role", "edited"),
    [
        ("owner", {"me", "colleague", "below", "foreign", "pool"}),
        ("sales_manager", {"me", "colleague", "below", "pool"}),
        ("rep", {"me"}),
        ("viewer", set()),
    ],
)
def test_role_edits_rows_of_its_scope(rows, role, edited):
    people, customers = rows
    people["me"].role = role
    policy = policy_of(Customer)
    assert {name for name, row in customers.items() if policy.may(people["me"].scope, "edit", row)} == edited
