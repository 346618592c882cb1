"""Lists in a browser: search as one types, filters, sorting, pages, views, keys, and all of it without scripts."""

import re

from playwright.sync_api import expect

import factories
from planloop.base.models import Person
from planloop.crm.models import Customer


def names(page) -> list[str]:
    """Return the names in the list, from the top."""
    return page.locator("#rows td.k-name a").all_inner_texts()


def test_search_updates_rows_and_address_as_one_types(page):
    page.get_by_role("searchbox").press_sequentially("kraków", delay=20)
    expect(page.locator("#rows td.k-name a")).to_have_text(["Kawiarnia Pod Lipą sp. z o.o."])
    expect(page).to_have_url(re.compile(r"/customers/\?q=krak"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.reload()
    assert names(page) == ["Kawiarnia Pod Lipą sp. z o.o."]


def test_search_finds_two_chinese_signs(page):
    page.get_by_role("searchbox").fill("谷雨")
    expect(page.locator("#rows td.k-name a")).to_have_text(["上海谷雨餐饮管理有限公司"])


def test_search_that_finds_nothing_says_what_was_searched_and_clears(page):
    page.get_by_role("searchbox").fill("zzzz")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    expect(page.locator(".blank li")).to_have_text(["Search: zzzz"])
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator("#rows td.k-name a")).to_have_count(5)


def test_filter_shows_chips_that_can_be_removed(page):
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="A key account").check()
    page.get_by_role("checkbox", name="B growth").check()
    page.get_by_role("button", name="Show matches").click()
    expect(page.locator(".fchip")).to_have_text(re.compile(r"Tier\s+A key account or B growth"))
    assert names(page) == ["Harbour Roasters Ltd", "Kawiarnia Pod Lipą sp. z o.o.", "上海谷雨餐饮管理有限公司"]
    page.get_by_role("link", name="Remove filter: Tier A key account or B growth").click()
    expect(page.locator(".fchip")).to_have_count(0)
    assert len(names(page)) == 5


def test_search_keeps_filters_and_sorting(page, server):
    page.goto(f"{server}/customers/?tier=A&sort=-name")
    page.get_by_role("searchbox").fill("harbour")
    expect(page.locator("#rows td.k-name a")).to_have_text(["Harbour Roasters Ltd"])
    assert sorted(re.findall(r"[?&](\w+)=([^&]*)", page.url)) == [
        ("q", "harbour"),
        ("sort", "-name"),
        ("tier", "A"),
    ]


def test_head_of_a_column_sorts_and_says_so(page):
    before = names(page)
    head = page.get_by_role("columnheader", name="Name")
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert names(page) == before[::-1]


def test_views_show_their_rows(page):
    page.get_by_role("link", name="My customers 1").click()
    assert names(page) == ["Harbour Roasters Ltd"]
    expect(page.get_by_role("link", name="My customers 1")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Public pool 2").click()
    assert names(page) == ["Hardy & Cole <Bakery>", "Kawiarnia Pod Lipą sp. z o.o."]


def test_pages_follow_one_another_and_tell_where_one_is(browse, server):
    owner = Person.objects.get(name="Maja Nowak")
    Customer.objects.all().delete()
    for number in range(120):
        factories.customer(name=f"Shop {number:03}", owner=owner)
    page = browse()
    page.goto(f"{server}/customers/")
    seen = names(page)
    expect(page.get_by_text("1–50 of 120")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("51–100 of 120")).to_be_visible()
    seen += names(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("101–120 of 120")).to_be_visible()
    seen += names(page)
    assert seen == [f"Shop {number:03}" for number in range(120)]
    expect(page.get_by_role("link", name="Next page")).to_have_count(0)
    page.get_by_role("link", name="First page").click()
    assert names(page)[0] == "Shop 000"


def test_keys_search_and_add_but_not_in_fields_and_not_when_switched_off(page, server):
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("n/")
    expect(page.get_by_role("searchbox")).to_have_value("n/")
    page.goto(f"{server}/customers/")
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Single-key shortcuts").click()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Single-key shortcuts").click()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{server}/customers/new/")


def test_first_tab_skips_to_the_content(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_phone_opens_the_menu_and_calls(browse, server):
    page = browse(width=390)
    page.goto(f"{server}/customers/")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    call = page.get_by_role("link", name="Call 台北山嵐咖啡股份有限公司")
    assert call.get_attribute("href") == "tel:+88622345678"


def test_failed_search_says_so_keeps_the_text_and_tries_again(page):
    page.expected = ["500", "net::ERR", "Response Status"]
    page.route("**/customers/?*", lambda route: route.fulfill(status=500, body="broken"))
    page.get_by_role("searchbox").fill("harbour")
    toast = page.get_by_role("status")
    expect(toast).to_contain_text("planloop could not answer. What you typed is still here.")
    page.unroute("**/customers/?*")
    toast.get_by_role("button", name="Try again").click()
    expect(page.locator("#rows td.k-name a")).to_have_text(["Harbour Roasters Ltd"])
    expect(page.get_by_role("searchbox")).to_have_value("harbour")


def test_list_works_without_scripts(browse, server):
    page = browse(java_script_enabled=False)
    page.goto(f"{server}/customers/")
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("searchbox").press("Enter")
    assert names(page) == ["Harbour Roasters Ltd"]
    page.goto(f"{server}/customers/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("link", name="All filters").click()
    page.get_by_role("checkbox", name="C maintain").check()
    page.get_by_role("checkbox", name="A key account").check()
    page.get_by_role("button", name="Show matches").click()
    assert names(page) == ["Harbour Roasters Ltd", "上海谷雨餐饮管理有限公司"]
    page.locator("#sort summary").click()
    page.get_by_role("link", name="Name, Z to A").click()
    assert names(page) == ["上海谷雨餐饮管理有限公司", "Harbour Roasters Ltd"]
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_class("dark")
    page.get_by_text("English", exact=True).first.click()
    page.get_by_role("button", name="Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page).to_have_url(re.compile(r"tier=A"))
