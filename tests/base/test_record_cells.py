"""How values look: each kind of field, what emptiness means, and that nothing typed becomes markup."""

import datetime

import pytest
from django.db.models import Model
from django.utils import timezone

import factories
from planloop.base import formats
from planloop.base.entity import entity
from planloop.base.templatetags import records as tags

pytestmark = pytest.mark.django_db


def stored(**values) -> Model:
    """Return a customer as the database gives it back."""
    row = factories.customer(**values)
    row.refresh_from_db()
    return row


def shown(row: Model, name: str) -> str:
    return str(tags.shown(row, entity("customers").by_name[name]))


def test_each_kind_has_its_look(company):
    row = stored(
        tier="A",
        intent="customer",
        tags=["Hotel"],
        owner=company.owner,
        employees=5200,
        yearly_revenue="48000",
        phone="+48 (58) 555-01-42",
        email="a@b.pl",
        website="firma.pl",
        note="One\n\n<b>Two</b>",
    )
    assert shown(row, "tier") == '<span class="tier A" title="A key account">A</span>'
    assert shown(row, "intent") == '<span class="chip s-ok">Customer</span>'
    assert ">Hotel</span>" in shown(row, "tags")
    assert "MN</span>" in shown(row, "owner")
    assert shown(row, "employees") == "5,200"
    with formats.in_currency("PLN"):
        assert shown(row, "yearly_revenue") == "PLN\u00a048,000"
    assert shown(row, "phone") == '<a href="tel:+48585550142">+48 (58) 555-01-42</a>'
    assert shown(row, "email") == '<a href="mailto:a@b.pl">a@b.pl</a>'
    assert 'href="https://firma.pl"' in shown(row, "website")
    assert shown(row, "note") == "<p>One</p>\n\n<p>&lt;b&gt;Two&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    ("name", "text"), [("owner", "Public pool"), ("city", "–"), ("tags", "–"), ("yearly_revenue", "–")]
)
def test_emptiness_says_what_it_means(company, name, text):
    assert text in shown(factories.customer(), name)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x"])
def test_web_address_cannot_run_a_script(company, address):
    assert f'href="https://{address}"' in shown(stored(website=address), "website")


def test_moment_tells_how_long_ago_and_the_full_time(company):
    row = factories.customer()
    row.updated_at = timezone.now() - datetime.timedelta(minutes=5)
    written = f"{timezone.localtime(row.updated_at):%Y-%m-%d %H:%M}"
    assert f'title="{written}">5 min ago</time>' in shown(row, "updated_at")


def test_rows_escape_what_was_typed(company):
    bad = "<script>alert(1)</script>"
    row = stored(name=bad, city=bad, tags=[bad], owner=factories.person(name=bad), phone='+48 55"5')
    cells = tags.row_cells([row], entity("customers"), "/customers/")
    assert "<script>" not in cells
    assert cells.count("&lt;script&gt;") == 5
    assert 'href="tel:+48555"' in cells


def test_list_shows_two_tags_and_how_many_more(company):
    row = stored(tags=["Hotel", "618", "Café <chain>", "零售"])
    cells = tags.row_cells([row], entity("customers"), "/customers/")
    assert '<span class="tag" title="Hotel, 618, Café &lt;chain&gt;, 零售">+2</span>' in cells
    assert (">Hotel</span>" in cells, ">零售</span>" in cells) == (True, False)
    assert ">零售</span>" in shown(row, "tags")


def test_row_has_a_cell_for_each_column(company):
    cells = tags.row_cells([factories.customer(), factories.customer()], entity("customers"), "/customers/")
    assert cells.count("<td") == 2 * len(list(entity("customers").listed))


@pytest.mark.parametrize(
    ("name", "city", "letters"),
    [
        ("Hardy & Cole Bakery", "Manchester", "HC"),
        ("杭州云栖酒店集团", "杭州", "云"),
        ("上海", "上海", "上"),
        ("„Żółta Gęś” sp. z o.o.", "Łódź", "ŻG"),
        ("谷雨", "", "谷"),
        ("!!!", "", "?"),
    ],
)
def test_monogram_leaves_out_the_city(company, name, city, letters):
    assert tags.monogram(factories.customer(name=name, city=city)) == letters
