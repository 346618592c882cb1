"""Operations ask the policy, lock and version the row, leave an audit entry, and undo themselves on failure."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models

import factories
from planloop.base import events
from planloop.base.models import AuditEntry
from planloop.base.operation import operation
from planloop.base.operations import records
from planloop.base.policy import policy_of
from planloop.crm.models import Customer
from planloop.terms.errors import Invalid, Refused, Stale

pytestmark = pytest.mark.django_db


@operation("edit")
def rename_and_fail(customer, *, by):
    customer.name = "Half way"
    customer.save()
    raise RuntimeError("the power went")


def entries(row):
    found = AuditEntry.objects.filter(record_type=row._meta.label_lower, record_id=row.pk).order_by("id")
    return [(entry.verb, entry.person.name, entry.changes) for entry in found]


def test_create_and_edit_are_audited_with_before_and_after(owner):
    row = records.create(Customer, by=owner, values={"name": "Hardy & Cole", "tier": "B", "owner": owner})
    records.edit(row, by=owner, values={"tier": "A"})
    created, edited = entries(row)
    assert created[:2] == ("create", "Maja Nowak")
    assert created[2]["tier"] == [None, "B"]
    assert created[2]["owner_id"] == [None, owner.pk]
    assert edited == ("edit", "Maja Nowak", {"tier": ["B", "A"]})


def test_edit_without_a_change_leaves_no_entry(owner):
    row = records.create(Customer, by=owner, values={"name": "Hardy & Cole"})
    records.edit(row, by=owner, values={"name": "Hardy & Cole"})
    assert len(entries(row)) == 1


def test_failure_undoes_everything(owner):
    row = factories.customer(name="Whole")
    with pytest.raises(RuntimeError):
        rename_and_fail(row, by=owner)
    assert Customer.objects.get(pk=row.pk).name == "Whole"
    assert entries(row) == []


def test_refused_without_the_grant_and_nothing_changes(company):
    rep = factories.person("rep")
    row = factories.customer(name="Whole", owner=factories.person("rep"))
    with pytest.raises(Refused) as refusal:
        records.edit(row, by=rep, values={"name": "Mine"})
    assert str(refusal.value) == "You can see “Whole” but not change it. Ask its owner or your manager."
    assert Customer.objects.get(pk=row.pk).name == "Whole"


def test_stale_save_is_refused_with_the_row_as_it_is(owner):
    row = factories.customer(name="First")
    records.edit(row, by=owner, values={"name": "Second"}, expected_version=1)
    with pytest.raises(Stale) as conflict:
        records.edit(row, by=owner, values={"name": "Third"}, expected_version=1)
    assert conflict.value.current.name == "Second"
    assert Customer.objects.get(pk=row.pk).version == 2


def test_operation_works_on_the_row_as_it_is_not_as_it_was_read(owner):
    read_before = factories.customer(name="First", city="Bergen")
    records.edit(Customer.objects.get(pk=read_before.pk), by=owner, values={"city": "Oslo"})
    records.edit(read_before, by=owner, values={"name": "Second"})
    row = Customer.objects.get(pk=read_before.pk)
    assert (row.name, row.city) == ("Second", "Oslo")


def test_invalid_values_are_named_by_field(owner):
    with pytest.raises(Invalid) as finding:
        records.create(Customer, by=owner, values={"name": "", "tier": "Z"})
    assert set(finding.value.fields) == {"name", "tier"}
    assert Customer.objects.count() == 0


def test_code_taken_by_another_customer_is_refused(owner):
    factories.customer(code="K-1")
    with pytest.raises(Invalid):
        records.create(Customer, by=owner, values={"name": "Second", "code": "K-1"})
    assert Customer.objects.count() == 1


def test_archive_and_restore(owner):
    row = factories.customer()
    assert records.archive(row, by=owner).archived_at is not None
    assert list(Customer.objects.active()) == []
    assert records.restore(row, by=owner).archived_at is None
    assert list(Customer.objects.active()) == [row]


class TestGivingToSomebodyElse:
    def test_rep_keeps_new_records(self, company):
        rep, other = factories.person("rep"), factories.person("rep")
        with pytest.raises(Refused) as refusal:
            records.create(Customer, by=rep, values={"name": "Gift", "owner": other})
        assert str(refusal.value) == "Only a manager may give a record to somebody else."
        assert Customer.objects.count() == 0

    def test_manager_gives_within_the_own_teams_only(self, company):
        team = factories.team()
        manager = factories.person("sales_manager", team=team)
        inside, outside = factories.person("rep", team=team), factories.person("rep", team=factories.team())
        row = factories.customer(owner=manager)
        assert records.edit(row, by=manager, values={"owner": inside}).owner == inside
        with pytest.raises(Refused) as refusal:
            records.edit(row, by=manager, values={"owner": outside})
        assert str(refusal.value) == "You may assign records only to people of your own teams."
        assert Customer.objects.get(pk=row.pk).owner == inside


@pytest.mark.django_db(transaction=True)
def test_events_reach_subscribers_after_the_commit_and_not_after_a_failure(owner):
    heard = []
    events.subscribe("record.changed")(lambda **values: heard.append((values["verb"], str(values["row"]))))
    try:
        records.create(Customer, by=owner, values={"name": "Told"})
        with pytest.raises(RuntimeError):
            rename_and_fail(factories.customer(), by=owner)
    finally:
        events._subscribers["record.changed"].pop()
    assert heard == [("create", "Told")]


def test_model_without_a_policy_is_shown_to_nobody():
    class Orphan(models.Model):  # noqa: DJ008 (never shown)
        class Meta:
            app_label = "base"

    with pytest.raises(ImproperlyConfigured, match="has no policy"):
        policy_of(Orphan)
