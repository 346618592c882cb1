"""The history of a record, in words."""

import pytest
from django.utils import translation

import factories
from planloop.base import formats
from planloop.base.models import AuditEntry
from planloop.base.operations import records as operations
from planloop.base.queries import history

pytestmark = pytest.mark.django_db


def told(row, person) -> list[tuple]:
    """Return the lines: who, what, and the changes as label, before and after."""
    return [
        (
            line.entry.person.name,
            line.what,
            [(str(change.label), change.before, change.after) for change in line.changes],
        )
        for line in history.of(row, person.scope).lines
    ]


@pytest.fixture
def row(owner):
    """A customer that somebody added."""
    return operations.create(factories.Customer, by=owner, values={"name": "Shop", "tier": "B", "tags": ["618"]})


def test_changes_are_told_in_labels_names_and_amounts(row, owner):
    chen = factories.person("rep", name="Chen Siyu")
    values = {
        "tier": "A",
        "owner": chen,
        "yearly_revenue": "48000.5",
        "employees": 5200,
        "tags": ["618", "Hotel"],
        "note": "x" * 300,
    }
    with formats.in_currency("PLN"):
        operations.edit(row, by=owner, values=values)
        lines = told(row, owner)
        with translation.override("pl"):
            polish = told(row, owner)
    assert lines == [
        (
            "Maja Nowak",
            "edit",
            [
                ("Employees", "", "5,200"),
                ("Yearly revenue", "", "PLN\u00a048,000.50"),
                ("Tier", "B growth", "A key account"),
                ("Tags", "618", "618, Hotel"),
                ("Note", "", "x" * 119 + "…"),
                ("Owner", "", "Chen Siyu"),
            ],
        ),
        ("Maja Nowak", "create", []),
    ]
    assert polish[0][2][1] == ("Roczny przychód", "", "48\u00a0000,50\u00a0zł")


def test_bin_and_back_are_told_apart(row, owner):
    operations.archive(row, by=owner)
    operations.restore(row, by=owner)
    assert [what for _who, what, _changes in told(row, owner)] == ["restore", "archive", "create"]


def test_columns_that_people_do_not_edit_are_not_told(row, owner):
    operations.edit(row, by=owner, values={"name": "Store", "website": "store.example"})
    assert [label for label, _before, _after in told(row, owner)[0][2]] == ["Name", "Website"]


def test_field_that_the_model_has_lost_is_left_out(row, owner):
    changes = {"colour": ["red", "blue"], "city": ["", "Sopot"]}
    AuditEntry.objects.create(
        person=owner, verb="edit", record_type="crm.customer", record_id=row.pk, title="Shop", changes=changes
    )
    assert told(row, owner)[0][2] == [("City", "", "Sopot")]


def test_name_of_what_one_may_not_see_is_hidden(row, owner):
    hidden = factories.customer(name="Secret group", owner=owner)
    operations.edit(row, by=owner, values={"parent": hidden})
    rep = factories.person("rep")
    assert told(row, owner)[0][2] == [("Part of", "", "Secret group")]
    assert told(row, rep)[0][2] == [("Part of", "", "hidden from you")]


def test_long_history_comes_in_parts(row, owner):
    for number in range(history.SHOWN + 4):
        operations.edit(row, by=owner, values={"city": f"City {number}"})
    first = history.of(row, owner.scope)
    rest = history.of(row, owner.scope, before=first.more)
    assert (len(first.lines), len(rest.lines), rest.more) == (history.SHOWN, 5, None)
    assert first.lines[-1].entry.pk > rest.lines[0].entry.pk


def test_history_costs_one_query_and_one_for_names(row, owner, django_assert_num_queries):
    for number in range(5):
        operations.edit(row, by=owner, values={"owner": factories.person("rep", name=f"Rep {number}")})
    with django_assert_num_queries(2):
        told(row, owner)
