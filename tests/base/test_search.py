"""The search index finds what the words ask for, in both databases, and only what the person may see."""

from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection

import factories
from planloop.base import search as index
from planloop.base.entity import entity
from planloop.base.operations import records as operations
from planloop.base.queries import search
from planloop.crm.models import Customer
from planloop.terms import tokens

pytestmark = pytest.mark.django_db

NAMES = (
    "Harbour Roasters Ltd",
    "Hardy & Cole Bakery",
    "O'Brien Foods",
    "GTX Pro, Ltd.",
    "GTXPro",
    "上海谷雨咖啡有限公司",
    "上海云栖酒店",
    "谷雨",
    "Kawiarnia Żółw, Łódź",
    "Café 上海",
    "ﾔﾏﾄ ガス",
    "한국무역",
    "☕ House",
    "!!!",
    "Straße 9",
    "C-0012 / 7",
    "quote ' \" \\ % _ * ( ) : & | ! ~ ^ NEAR AND OR NOT",
)
QUESTIONS = (
    *("har", "har roa", "roa har", "hardy cole", "o'brien", "obrien", "gtxpro", "gtx pro", "gtx pro ltd"),
    *("上海", "上", "海谷", "谷雨", "谷雨咖啡", "上海 谷雨", "雨谷", "上海 caf", "cafe", "żółw", "zolw lodz"),
    *(
        "ヤマト",
        "ガス",
        "カス",
        "한국",
        "한",
        "☕",
        "strasse",
        "c-0012",
        "c-00",
        "0012",
        "c0012",
        "12/7",
        "0012/7",
    ),
    *(
        "",
        "  ",
        "!!!",
        "' \" \\ % _ * ( ) : & | ! ~",
        "NEAR",
        "AND",
        "or not",
        "near(har)",
        'har* OR "x"',
        "tokens:har",
    ),
    *(
        "\x00",
        "har\x00bour",
        "\ud800",
        "har \udfff",
        "🙂",
        "a" * 5000,
        "上" * 5000,
        "har " * 500,
        "~",
        "^har",
        "-har",
    ),
    *("'':*", "har:*", "har & roa", "<->", "{har}", "har\n\troa", "ｈａｒ", "1" * 400, "(" * 500, "0" * 7 + " "),
)


@pytest.fixture
def customers():
    return entity("customers")


def names(rows) -> set[str]:
    """Return the names of the rows."""
    return {row.name for row in rows}


@pytest.fixture
def named(company):
    """Customers of all the names."""
    return [factories.customer(name=name) for name in NAMES]


def test_database_finds_what_the_tokens_match(customers, named):
    held = {row.name: index.tokens_of(customers, row) for row in named}
    for text in QUESTIONS:
        expected = {name for name in NAMES if tokens.matches(tokens.parse(text), held[name])}
        assert (text, names(search.matching(Customer.objects.all(), customers, text))) == (text, expected)


def test_every_pair_of_words_finds_what_the_tokens_match(customers, named):
    held = {row.name: index.tokens_of(customers, row) for row in named}
    words = ("har", "上海", "谷雨", "gtx", "c", "ltd", "0012", "한")
    for text in map(" ".join, product(words, words)):
        expected = {name for name in NAMES if tokens.matches(tokens.parse(text), held[name])}
        assert (text, names(search.matching(Customer.objects.all(), customers, text))) == (text, expected)


def test_customer_is_found_by_its_other_fields(customers, company):
    values = {
        "short_name": "Bluepeak",
        "code": "K-77",
        "city": "Gdańsk",
        "email": "maja@example.net",
        "website": "https://www.bp-coffee.pl/shop",
        "tax_id": "526-10-40-828",
        "phone": "+48 512 700 118",
    }
    factories.customer(name="Harbour", **values)
    factories.customer(name="Other")
    for text in (
        "bluep",
        "k-77",
        "gdansk",
        "maja@example.net",
        "bp-coffee",
        "5261040828",
        "0118",
        "512700",
        "700 118",
    ):
        assert (text, names(search.matching(Customer.objects.all(), customers, text))) == (text, {"Harbour"})


def test_search_is_part_of_the_statement_that_asks_for_the_rows(customers, named, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(search.matching(Customer.objects.order_by("name_key"), customers, "上海")) == 3


def test_created_record_is_found_and_edited_one_by_its_new_name_only(customers, owner):
    row = operations.create(Customer, by=owner, values={"name": "Harbour"})
    assert names(search.matching(Customer.objects.all(), customers, "harb")) == {"Harbour"}
    operations.edit(row, by=owner, values={"name": "云栖"})
    assert names(search.matching(Customer.objects.all(), customers, "harb")) == set()
    assert names(search.matching(Customer.objects.all(), customers, "云栖")) == {"云栖"}


def test_index_row_goes_when_the_change_fails(customers, owner, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("planloop.base.events.publish", fail)
    with pytest.raises(RuntimeError):
        operations.create(Customer, by=owner, values={"name": "Harbour"})
    with connection.cursor() as cursor:
        cursor.execute(*index.found(customers, tokens.parse("harbour")))
        assert cursor.fetchall() == []


def test_record_in_the_bin_is_found_only_there(customers, owner):
    row = operations.archive(factories.customer(name="Harbour"), by=owner)
    assert search.best(customers, owner.scope, "harbour", most=5) == []
    assert names(search.matching(Customer.objects.all(), customers, "harbour")) == {"Harbour"}
    operations.restore(row, by=owner)
    assert search.best(customers, owner.scope, "harbour", most=5) == [row]


def test_removed_record_is_forgotten(customers, named):
    index.remove(customers, [row.pk for row in named if "上海" in row.name])
    assert names(search.matching(Customer.objects.all(), customers, "上海")) == set()
    assert names(search.matching(Customer.objects.all(), customers, "gtx")) == {"GTX Pro, Ltd.", "GTXPro"}


def test_keys_of_entities_do_not_meet(customers):
    assert index.first_key(customers) == 1 << 40
    assert index.last_key(customers) == (2 << 40) - 1


def test_person_finds_only_what_the_scope_shows(customers, company):
    me, other = factories.person("rep"), factories.person("rep")
    for number in range(search.CANDIDATES + 10):
        factories.customer(name=f"谷雨 Harbour {number}", owner=other)
    mine = factories.customer(name="Old 谷雨 Harbour", owner=me)
    pool = factories.customer(name="谷雨 Pool Harbour")
    for text in ("谷雨", "harb", "谷雨 harbour", "谷"):
        assert set(search.best(customers, me.scope, text, most=5)) == {pool, mine}
        assert set(search.matching(Customer.objects.for_user(me.scope), customers, text)) == {pool, mine}
    assert len(search.best(customers, company.owner.scope, "谷雨", most=5)) == 5


def test_person_finds_few_own_rows_among_more_matches_than_are_looked_at_first(customers, company, monkeypatch):
    monkeypatch.setattr(search, "WINDOW", 3)
    me, other = factories.person("rep"), factories.person("rep")
    mine = [factories.customer(name=f"Mine Harbour {number}", owner=me) for number in range(2)]
    for number in range(20):
        factories.customer(name=f"Harbour {number}", owner=other)
    assert search.best(customers, me.scope, "harbour", most=5) == mine


def test_same_name_comes_first_then_beginnings_then_names_then_other_fields(customers, owner):
    by_city = factories.customer(name="Aurora", city="Harbour")
    inside = factories.customer(name="Blue Harbour")
    longer = factories.customer(name="Harbour Roasters")
    shorter = factories.customer(name="Harbour Bakery")
    same = factories.customer(name="HARBOUR, Ltd.")
    factories.customer(name="Oslo")
    ranked = [same, shorter, longer, inside, by_city]
    assert search.best(customers, owner.scope, "harbour", most=5) == ranked
    assert search.best(customers, owner.scope, "Harbour Ltd", most=5) == [same]
    assert search.best(customers, owner.scope, "harbour", most=3) == ranked[:3]


def test_same_name_comes_first_however_many_begin_so(customers, owner, monkeypatch):
    monkeypatch.setattr(search, "WINDOW", 3)
    for number in range(9):
        factories.customer(name=f"上海谷雨{number}")
    same = factories.customer(name="上海谷雨有限公司")
    assert search.best(customers, owner.scope, "上海谷雨", most=5)[0] == same


@pytest.mark.parametrize("text", QUESTIONS)
def test_any_text_gives_an_answer(customers, named, company, text):
    found = search.best(customers, company.owner.scope, text, most=5)
    assert len(found) == len({row.pk for row in found}) <= 5


def test_seen_records_keep_their_order_and_leave_out_what_may_not_be_seen(customers, company):
    me = factories.person("rep")
    mine, pool = factories.customer(owner=me), factories.customer()
    foreign, binned = factories.customer(owner=company.owner), factories.customer(owner=me)
    operations.archive(binned, by=company.owner)
    keys = [("customers", row.pk) for row in (pool, foreign, binned, mine)]
    assert search.seen(me.scope, keys) == [(customers, pool), (customers, mine)]


def test_reindex_finds_again_what_was_written_past_planloop(customers, company, capsys):
    row = factories.customer(name="Harbour")
    index.index_rows(customers, [Customer(pk=row.pk + 1000, name="Harbour that is gone")])
    Customer.objects.filter(pk=row.pk).update(name="云栖")
    call_command("reindex")
    assert capsys.readouterr().out == "customers: 1 indexed\n"
    assert names(search.matching(Customer.objects.all(), customers, "云栖")) == {"云栖"}
    with connection.cursor() as cursor:
        cursor.execute(*index.found(customers, tokens.parse("harbour")))
        assert cursor.fetchall() == []


def test_reindex_if_needed_works_once_per_way_of_cutting(customers, company, capsys, monkeypatch):
    factories.customer()
    answers = []
    for version in (1, 1, 2, 2):
        monkeypatch.setattr(tokens, "VERSION", version)
        call_command("reindex", "--if-needed")
        answers.append(capsys.readouterr().out)
    assert answers == ["customers: 1 indexed\n", "", "customers: 1 indexed\n", ""]


def test_reindex_goes_through_all_records_in_chunks(customers, company, monkeypatch):
    monkeypatch.setattr(index, "CHUNK", 2)
    Customer.objects.bulk_create(Customer(name=f"Harbour {number}", name_key=str(number)) for number in range(5))
    assert list(index.rebuild(customers)) == [2, 4, 5]
    assert len(names(search.matching(Customer.objects.all(), customers, "harbour"))) == 5
