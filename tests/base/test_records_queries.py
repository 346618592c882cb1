"""Lists: what an address asks for, which rows it shows, in which order, page by page, and in how many words."""

import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

import factories
from planloop.base.entity import entity
from planloop.base.models import Person
from planloop.base.queries import facets, records
from planloop.base.queries.records import Listing
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def customers(company):
    """The entity."""
    return entity("customers")


def parse(customers, query: str) -> Listing:
    return records.parse(customers, QueryDict(query))


def names(customers, person, query: str) -> list[str]:
    return [row.name for row in records.page(customers, person.scope, parse(customers, query)).rows]


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ("", Listing(default_sort="name")),
        ("tier=A&tier=B", Listing(filters={"tier": ("A", "B")}, default_sort="name")),
        ("tier=Z&tier=&colour=red", Listing(default_sort="name")),
        ("owner=me&owner=7&owner=x", Listing(filters={"owner": ("me", "7")}, default_sort="name")),
        ("q=+kawa+&sort=-updated_at", Listing(search="kawa", sort="-updated_at", default_sort="name")),
        ("sort=password", Listing(default_sort="name")),
        ("bin=1", Listing(bin=True, default_sort="name")),
        ("from=51", Listing(default_sort="name")),
    ],
)
def test_address_is_read_and_what_is_unknown_is_left_aside(customers, query, listing):
    assert parse(customers, query) == listing


def test_address_is_written_as_it_was_read(customers):
    query = "tier=A&tier=B&owner=me&bin=1&q=kawa&sort=-updated_at&after=abc&from=51"
    assert parse(customers, query).query == query


def test_other_filter_or_order_starts_at_the_first_page(customers):
    listing = parse(customers, "tier=A&owner=me&after=abc&from=51")
    assert listing.without("tier").query == "owner=me"
    assert listing.sorted_by("name").query == "tier=A&owner=me&sort=-name"
    assert listing.sorted_by("updated_at").query == "tier=A&owner=me&sort=updated_at"


# ------------------------------------------------------------------ rows


def test_filters_narrow_by_value_person_and_tag(customers, owner):
    factories.customer(name="A mine", tier="A", owner=owner, tags=["Hotel", "618"])
    factories.customer(name="B mine", tier="B", owner=owner, tags=["Hotels"])
    factories.customer(name="A pool", tier="A", owner=None)
    assert names(customers, owner, "tier=A") == ["A mine", "A pool"]
    assert names(customers, owner, "owner=me") == ["A mine", "B mine"]
    assert names(customers, owner, f"owner={owner.pk}&tier=B") == ["B mine"]
    assert names(customers, owner, "owner=none") == ["A pool"]
    assert names(customers, owner, "owner=none&owner=me&tier=A") == ["A mine", "A pool"]
    assert names(customers, owner, "tags=Hotel") == ["A mine"]
    assert names(customers, owner, "tags=Hotel&tags=Hotels") == ["A mine", "B mine"]


def test_list_leaves_out_the_bin_and_the_bin_holds_nothing_else(customers, owner):
    factories.customer(name="Here")
    factories.customer(name="Thrown away", archived_at=timezone.now())
    assert names(customers, owner, "") == ["Here"]
    assert names(customers, owner, "bin=1") == ["Thrown away"]


def test_list_shows_no_more_than_the_person_may_see(customers, owner):
    rep = factories.person("rep")
    factories.customer(name="Own", owner=rep)
    factories.customer(name="Foreign", owner=owner)
    factories.customer(name="Pool")
    assert names(customers, rep, "") == ["Own", "Pool"]
    assert names(customers, rep, f"owner={owner.pk}") == []


@pytest.mark.parametrize("sort", ["name", "-name", "updated_at", "-updated_at"])
def test_pages_hold_every_row_once_also_among_equal_values(customers, owner, sort):
    now = timezone.now()
    for number in range(23):
        row = factories.customer(name="Same" if number % 3 else f"Shop {number}")
        Customer.objects.filter(pk=row.pk).update(updated_at=now - datetime.timedelta(hours=number // 4))
    listing = parse(customers, f"sort={sort}")
    seen, starts = [], []
    while listing:
        page = records.page(customers, owner.scope, listing, size=5)
        seen += [row.pk for row in page.rows]
        starts.append((page.first, page.last, page.count))
        listing = page.more
    sign, field = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    column = customers.by_name[field].sort_by
    assert seen == list(Customer.objects.order_by(f"{sign}{column}", f"{sign}pk").values_list("pk", flat=True))
    assert starts == [(1, 5, 23), (6, 10, 23), (11, 15, 23), (16, 20, 23), (21, 23, 23)]


@pytest.mark.parametrize("key", ["x", "bm90IGpzb24", "WyJhIl0", "WyJhIiwgIngiXQ"])
def test_broken_page_key_means_the_first_page(customers, owner, key):
    factories.customer(name="Only")
    page = records.page(customers, owner.scope, parse(customers, f"after={key}&from=51"))
    assert ([row.name for row in page.rows], page.first) == (["Only"], 1)


@pytest.mark.parametrize("after", ["WyJhIiwgSW5maW5pdHld", "WyJhXHUwMDAwIiwgMV0"])
def test_page_key_that_no_database_takes_means_the_first_page(customers, owner, after):
    listing = records.parse(customers, QueryDict(f"after={after}&tags=%00"))
    assert listing.filters == {}
    assert records.page(customers, owner.scope, listing).first == 1


def test_key_of_another_order_means_the_first_page(customers, owner):
    for number in range(3):
        factories.customer(name=f"Shop {number}")
    by_name = records.page(customers, owner.scope, parse(customers, ""), size=1).more
    page = records.page(customers, owner.scope, by_name.but(sort="updated_at", after=by_name.after))
    assert page.first == 1


def test_counting_stops_at_the_limit(customers, owner, monkeypatch):
    monkeypatch.setattr(records, "COUNTED", 3)
    for _number in range(5):
        factories.customer()
    count = records.page(customers, owner.scope, parse(customers, ""), size=2).count
    assert (count, records.told(count), records.told(2)) == (3, "3+", "2")


def test_tabs_count_their_rows_and_one_is_current(customers, owner):
    factories.customer(owner=owner)
    factories.customer()
    factories.customer(archived_at=timezone.now())
    tabs = records.tabs(customers, owner.scope, parse(customers, "owner=me&q=x&sort=-name"))
    assert [(tab.view.key, tab.count, tab.current) for tab in tabs] == [
        ("all", 2, False),
        ("mine", 1, True),
        ("pool", 1, False),
    ]


def test_facts_of_the_list_are_told_in_each_language(customers):
    with translation.override("en"):
        assert customers.facts({"all": 1, "mine": 0}) == "1 customer, 0 of them yours."
        assert customers.facts({"all": 12, "mine": 5}) == "12 customers, 5 of them yours."


# ------------------------------------------------------------------ filters in words


def test_filters_offer_choices_tags_and_people(customers, owner):
    factories.person("rep", name="Chen Siyu")
    Person.objects.create_user("gone@example.com", None, name="Gone", is_active=False)
    factories.customer(tags=["Hotel", "618"])
    factories.customer(tags=["Hotel"])
    found = list(facets.facets(customers, owner.scope, parse(customers, "tier=B&tags=Rare")))
    offered = {facet.field.name: [(choice.value, choice.chosen) for choice in facet.choices] for facet in found}
    assert offered["tier"] == [("A", False), ("B", True), ("C", False)]
    assert offered["tags"] == [("Hotel", False), ("618", False), ("Rare", True)]
    assert [label for label, _chosen in offered["owner"]][:2] == ["me", "none"]
    people = next(facet for facet in found if facet.field.name == "owner").choices
    assert [str(choice.label) for choice in people] == ["Me", "Public pool", "Chen Siyu"]


def test_chips_tell_the_values_and_lead_to_the_list_without_them(customers, owner):
    listing = parse(customers, f"tier=A&tier=B&owner=none&owner={owner.pk}&sort=-name")
    chips = list(facets.chips(customers, owner.scope, listing))
    assert [(str(chip.field.label), chip.values, chip.without.query) for chip in chips] == [
        ("Tier", "A key account or B growth", f"owner=none&owner={owner.pk}&sort=-name"),
        ("Owner", "Public pool or Maja Nowak", "tier=A&tier=B&sort=-name"),
    ]


def test_orders_are_told_by_kind(customers):
    orders = list(facets.orders(customers, parse(customers, "sort=-updated_at")))
    assert [(order.label, order.current) for order in orders] == [
        ("Name, A to Z", False),
        ("Name, Z to A", False),
        ("Changed, earliest first", False),
        ("Changed, latest first", True),
    ]
