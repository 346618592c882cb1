"""Forms of records: what people type becomes values, and two people who edit at once lose nothing."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

import factories
from planloop.base import formats, operation
from planloop.base.entity import entity
from planloop.base.models import AuditEntry
from planloop.base.operations import records as operations
from planloop.base.record_form import RecordForm
from planloop.crm.models import Customer
from planloop.terms.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def customers(company):
    """The entity, in a company that counts in złoty."""
    with formats.in_currency("PLN"):
        yield entity("customers")


def typed(form: RecordForm, **changes: str) -> QueryDict:
    """Return what a browser sends from this form after somebody typed the changes."""
    data = QueryDict(mutable=True)
    for field in form:
        value = field.field.widget.format_value(field.value()) if field.value() is not None else ""
        data[field.html_name] = (value[0] if isinstance(value, list) else value) or ""
    data.update(changes)
    return data


def sent(customers, person, row=None, **changes: str) -> RecordForm:
    """Fill a form, type the changes, send it."""
    form = RecordForm(customers, person, row, typed(RecordForm(customers, person, row), **changes))
    form.is_valid()
    return form


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("language", "revenue", "value"),
    [
        ("en", "1,234,567.5", Decimal("1234567.5")),
        ("pl", "1 234 567,50", Decimal("1234567.50")),
        ("pl", "1\u00a0234,5", Decimal("1234.5")),
        ("zh-hans", "１２３４．５", Decimal("1234.5")),
        ("en", "", None),
    ],
)
def test_amount_is_read_as_the_language_writes_it(customers, owner, language, revenue, value):
    with translation.override(language):
        form = sent(customers, owner, name="Shop", yearly_revenue=revenue)
    assert (form.errors, form.values["yearly_revenue"]) == ({}, value)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("yearly_revenue", "lots", "“lots” is not a number. Write it like 1,234.5."),
        ("employees", "12.5", "Write a whole number."),
        ("founded", "98", "Write the year with four digits, such as 1998."),
        ("email", "kontakt", "Write the e-mail like name@company.com."),
        ("name", "  ", "This field is required."),
        ("tier", "Z", "Select a valid choice. Z is not one of the available choices."),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(customers, owner, field, text, sentence):
    form = sent(customers, owner, **{"name": "Shop", field: text})
    assert form.errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("tags", " Café, 零售，Café、618\n", ("Café", "零售", "618")),
        ("tags", "", ()),
        ("founded", "１９９８年", 1998),
        ("employees", "5,200", 5200),
        ("website", " firma.pl ", "firma.pl"),
    ],
)
def test_text_becomes_a_value(customers, owner, field, text, value):
    assert sent(customers, owner, name="Shop", **{field: text}).values[field] == value


def test_new_form_proposes_oneself_and_the_defaults(customers, owner):
    form = RecordForm(customers, owner)
    assert (form["owner"].value(), form["intent"].value(), form["name"].value()) == (owner.pk, "new", "")


def test_form_shows_stored_values_as_the_language_writes_them(customers, owner):
    row = factories.customer(yearly_revenue="1234567.50", employees=5200, founded=1998, tags=["Café", "618"])
    with translation.override("pl"):
        form = RecordForm(customers, owner, Customer.objects.get(pk=row.pk))
        shown = {name: form[name].value() for name in ("yearly_revenue", "employees", "founded", "tags")}
    assert shown == {
        "yearly_revenue": "1\u00a0234\u00a0567,5",
        "employees": "5\u00a0200",
        "founded": 1998,
        "tags": "Café, 618",
    }


def test_only_what_was_changed_is_saved(customers, owner):
    row = factories.customer(yearly_revenue="48000.00", founded=1998, tags=["618"], owner=owner, city="Gdańsk")
    form = sent(customers, owner, Customer.objects.get(pk=row.pk), city="Sopot")
    assert form.changed_values == {"city": "Sopot"}


def test_untouched_text_is_not_a_change_however_browsers_send_it_back(customers, owner):
    row = factories.customer(note="First line\nSecond line ", address=" Long Street ", tags=["A, B", "618"])
    form = sent(customers, owner, Customer.objects.get(pk=row.pk), note="First line\r\nSecond line ", city="Sopot")
    assert form.changed_values == {"city": "Sopot"}


def test_untouched_note_takes_over_what_others_saved(customers, owner):
    row = factories.customer(note="Old\nnote")
    form = sent(customers, owner, Customer.objects.get(pk=row.pk), note="Old\r\nnote", city="Sopot")
    now = operations.edit(row, by=owner, values={"note": "Important\nnew note"})
    form.show_conflict(now)
    assert form.data["note"] == "Important\nnew note"
    assert form.conflicts["note"].taken


def test_other_values_in_the_same_form_make_another_record(customers, owner):
    blank = RecordForm(customers, owner)
    first, second = (RecordForm(customers, owner, None, typed(blank, name=name)) for name in ("First", "Second"))
    for form in (first, second, first):
        assert form.is_valid()
        operations.create(Customer, by=owner, values=form.values, once=form.once)
    assert list(Customer.objects.order_by("pk").values_list("name", flat=True)) == ["First", "Second"]


def test_same_form_with_a_code_makes_one_record(customers, owner, monkeypatch):
    form = sent(customers, owner, name="Once", code="K-1")
    first = operations.create(Customer, by=owner, values=form.values, once=form.once)
    looks = iter([None, first])  # the first look is as early as that of a request sent at the same moment
    monkeypatch.setattr(operation, "_done", lambda *_args: next(looks))
    assert operations.create(Customer, by=owner, values=form.values, once=form.once) == first
    assert Customer.objects.count() == 1


def test_old_value_that_is_wrong_may_stay(customers, owner):
    row = factories.customer(email="no address")
    assert sent(customers, owner, row, city="Sopot").errors == {}


def test_group_labels_follow_the_entity(customers, owner):
    groups = [(str(label), fields[0].name) for label, fields in RecordForm(customers, owner).groups]
    assert groups == [("Company", "name"), ("Sales", "tier"), ("Contact details", "phone")]


# ------------------------------------------------------------------ owners


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("owner", ["Public pool", "Me", "Mate", "Below", "Foreign"]),
        ("sales_manager", ["Public pool", "Me", "Mate", "Below"]),
        ("rep", ["Me"]),
    ],
)
def test_owner_is_chosen_among_those_one_may_assign_to(customers, owner, role, offered):
    north = factories.team("North")
    below = factories.team("City", parent=north)
    me = factories.person(role, name="Me", team=north)
    for name, team in (("Mate", north), ("Below", below), ("Foreign", factories.team("South"))):
        factories.person("rep", name=name, team=team)
    field = RecordForm(customers, me)["owner"]
    labels = [str(label) for _value, label in field.field.choices]
    assert sorted(set(labels) - {"Maja Nowak"}) == sorted(offered)
    assert field.field.required is (role == "rep")


def test_owner_that_is_not_offered_is_refused(customers, owner):
    rep = factories.person("rep")
    form = sent(customers, rep, name="Shop", owner=str(owner.pk))
    assert form.errors == {"owner": ["Select a valid choice. That choice is not one of the available choices."]}


# ------------------------------------------------------------------ two at once


def test_conflict_keeps_what_was_typed_and_shows_what_was_saved(customers, owner):
    chen = factories.person("owner", name="Chen Siyu")
    row = factories.customer(city="上海", phone="021 1", tier="A", yearly_revenue="100", website="", owner=owner)
    open_form = RecordForm(customers, owner, row)
    data = typed(open_form, city="宁波", phone="021 2", website="guyu.example")
    changes = {"city": "苏州", "phone": "021 2", "tier": "C", "yearly_revenue": Decimal("2000.5"), "owner": chen}
    current = operations.edit(row, by=chen, values=changes)

    form = RecordForm(customers, owner, row, data)
    assert form.is_valid()
    assert form.version == 1
    form.show_conflict(current)
    conflicts = {name: (meanwhile.words, meanwhile.taken) for name, meanwhile in form.conflicts.items()}
    assert conflicts == {
        "city": ("苏州", False),
        "tier": ("C maintain", True),
        "yearly_revenue": ("PLN\u00a02,000.50", True),
        "owner": ("Chen Siyu", True),
    }
    assert form.conflict.entry.person == chen
    kept = {name: form[name].value() for name in ("city", "phone", "website", "tier", "yearly_revenue", "owner")}
    assert kept == {
        "city": "宁波",
        "phone": "021 2",
        "website": "guyu.example",
        "tier": "C",
        "yearly_revenue": "2,000.5",
        "owner": str(chen.pk),
    }

    again = RecordForm(customers, owner, current, typed(form))
    assert again.is_valid()
    assert (again.version, again.changed_values) == (2, {"city": "宁波", "website": "guyu.example"})


def test_tampered_form_saves_over_nothing_unnoticed(customers, owner):
    row = factories.customer(city="Gdańsk")
    data = typed(RecordForm(customers, owner, row), city="Sopot", seen="made up")
    form = RecordForm(customers, owner, row, data)
    assert form.is_valid() is False
    assert form.non_field_errors() == ["This form is not complete. Load the page again."]


# ------------------------------------------------------------------ once


def test_same_form_makes_one_record(customers, owner):
    form = sent(customers, owner, name="Once")
    first = operations.create(Customer, by=owner, values=form.values, once=form.once)
    second = operations.create(Customer, by=owner, values=form.values, once=form.once)
    assert (second, Customer.objects.filter(name="Once").count()) == (first, 1)
    assert AuditEntry.objects.filter(record_id=first.pk, verb="create").count() == 1
    other = sent(customers, owner, name="Once")
    assert operations.create(Customer, by=owner, values=other.values, once=other.once) != first


def test_findings_of_an_operation_stand_beside_their_fields(customers, owner):
    form = sent(customers, owner, name="Shop")
    form.take(Invalid("Some values need a correction.", {"code": "Taken.", "__all__": "Wrong together."}))
    assert form.errors == {"code": ["Taken."], "__all__": ["Wrong together."]}
