"""A record's history is seen by who sees the record."""

import pytest
from django.urls import reverse

import factories
from planloop.base.models import AuditEntry
from planloop.base.operations import records as operations
from planloop.base.policy import has_policy
from planloop.base.roles import GRANTS
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(owner):
    """A customer of a rep, changed by the owner."""
    made = factories.customer(name="Harbour Roasters", owner=factories.person("rep"))
    return operations.edit(made, by=owner, values={"city": "Sopot"})


def test_history_is_seen_by_who_sees_the_record_whoever_made_it(customer, owner, sign_in):
    for reader in (customer.owner, factories.person("viewer")):
        answer = sign_in(reader).get(reverse("record", args=["customers", customer.pk]))
        (line,) = answer.context["history"].lines
        assert (line.entry.person, [change.after for change in line.changes]) == (owner, ["Sopot"])


@pytest.mark.parametrize("query", [{}, {"before": "999999"}])
def test_history_is_not_seen_by_who_does_not_see_the_record(customer, sign_in, query):
    stranger = sign_in(factories.person("rep"))
    for headers in ({}, {"HX-Request": "true", "HX-Target": "history"}):
        answer = stranger.get(reverse("record", args=["customers", customer.pk]), query, headers=headers)
        page = answer.content.decode()
        assert (answer.status_code, "Sopot" in page, "Harbour" in page) == (404, False, False)
    assert Customer.objects.for_user(stranger.get("/account/").context["request"].user.scope).count() == 0


def test_no_grant_pretends_to_decide_over_the_history():
    assert has_policy(AuditEntry) is False
    assert [role for role, grants in GRANTS.items() if "audit" in grants] == []
