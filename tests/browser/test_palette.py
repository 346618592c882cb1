"""Ctrl K in a browser: by keyboard, with an input method, by mouse, on a phone, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from browser import axe
from planloop.crm.models import Customer

HARBOUR = "Harbour Roasters Ltd"


def address(server: str, name: str) -> str:
    """Return the address of a customer."""
    return f"{server}/customers/{Customer.objects.get(name=name).pk}/"


def text_of(page):
    """Return the field that one types into."""
    return page.get_by_role("combobox", name="Search or run")


def chosen(page):
    """Return the option that Enter takes."""
    return page.locator("[role=option][aria-selected=true]")


def opened(page):
    """Open the palette and wait for what it offers."""
    page.keyboard.press("Control+k")
    expect(chosen(page)).to_be_visible()
    return page


def test_record_is_found_and_opened_by_keyboard_alone(page, server):
    page.keyboard.press("Control+k")
    expect(text_of(page)).to_be_focused()
    page.keyboard.type("harb")
    expect(chosen(page)).to_contain_text(HARBOUR)
    expect(text_of(page)).to_have_attribute("aria-activedescendant", chosen(page).get_attribute("id"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(address(server, HARBOUR))
    page.go_back()
    expect(page.locator("#palette")).to_be_hidden()


def test_two_chinese_characters_are_enough(page, server):
    opened(page)
    page.keyboard.type("谷雨")
    expect(chosen(page)).to_contain_text("上海谷雨餐饮管理有限公司")


def test_enter_that_is_faster_than_the_answer_opens_what_was_typed(page, server):
    opened(page)
    page.route("**/search/?q=hardy", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.keyboard.type("hardy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address(server, "Hardy & Cole <Bakery>"))


def test_late_answer_does_not_replace_a_newer_one(page, server):
    opened(page)
    held = []
    page.route("**/search/?q=har", lambda route: held.append(route))  # noqa: PLW0108 (never answered)
    page.keyboard.type("har")
    page.wait_for_timeout(400)
    page.keyboard.type("dy")
    expect(chosen(page)).to_contain_text("Hardy & Cole <Bakery>")
    assert len(held) == 1
    page.wait_for_timeout(200)
    expect(page.get_by_role("option", name=HARBOUR)).to_have_count(0)


def test_arrows_move_round_and_the_text_keeps_the_focus(page):
    opened(page)
    everything = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_contain_text("My account")
    page.keyboard.press("ArrowDown")
    assert chosen(page).inner_text().split("\n")[0] == everything[0].split("\n")[0]
    expect(text_of(page)).to_be_focused()


def test_escape_closes_and_gives_the_focus_back(page):
    find = page.get_by_role("button", name="Search or run")
    find.click()
    expect(text_of(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(find).to_be_focused()
    opened(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_hidden()


def test_click_beside_it_closes(page):
    opened(page)
    page.mouse.click(5, 500)
    expect(page.locator("#palette")).to_be_hidden()


def test_enter_of_an_input_method_takes_nothing(page, server):
    opened(page)
    typing = page.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "gu yu", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(300)
    expect(page.get_by_text("Nothing matches")).to_have_count(0)
    text_of(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(page).to_have_url(f"{server}/customers/")
    typing.send("Input.insertText", {"text": "谷雨"})
    expect(chosen(page)).to_contain_text("上海谷雨餐饮管理有限公司")


def test_control_enter_and_middle_click_open_new_tabs(page, server):
    opened(page)
    page.keyboard.type("harb")
    expect(chosen(page)).to_contain_text(HARBOUR)
    for act in (lambda: page.keyboard.press("Control+Enter"), lambda: chosen(page).click(button="middle")):
        with page.context.expect_page() as tab:
            act()
        expect(tab.value).to_have_url(address(server, HARBOUR))
        tab.value.close()
    expect(page).to_have_url(f"{server}/customers/")
    expect(text_of(page)).to_be_focused()


def test_mouse_chooses_and_opens(page, server):
    opened(page)
    page.keyboard.type("ha")
    option = page.get_by_role("option", name="Hardy & Cole <Bakery>")
    option.hover()
    expect(option).to_have_attribute("aria-selected", "true")
    option.click()
    expect(page).to_have_url(address(server, "Hardy & Cole <Bakery>"))


def test_action_is_done_where_one_is(page, server):
    page.goto(f"{server}/customers/?tier=A")
    opened(page)
    page.keyboard.type("dark")
    expect(chosen(page)).to_contain_text("Use the dark appearance")
    page.keyboard.press("Enter")
    expect(page.locator("html.dark")).to_have_count(1)
    expect(page).to_have_url(f"{server}/customers/?tier=A")


def test_record_opened_last_is_offered_first(page, server):
    page.goto(address(server, HARBOUR))
    opened(page)
    expect(chosen(page)).to_contain_text(HARBOUR)
    expect(page.get_by_role("group", name="Opened last")).to_be_visible()


def test_enter_without_a_match_leads_to_the_page_that_says_what_is_enough(page, server):
    opened(page)
    page.keyboard.type("zzz")
    expect(page.get_by_text("Nothing matches “zzz”").first).to_be_visible()
    expect(text_of(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server}/search/?q=zzz")
    expect(page.get_by_text("Two Chinese characters")).to_be_visible()


def test_server_that_does_not_answer_is_told_and_tried_again(page):
    opened(page)
    page.expected = ["net::ERR", "Failed to load"]
    page.route("**/search/*", lambda route: route.abort())
    page.keyboard.type("harb")
    expect(page.locator("#palette-found")).to_contain_text("Search does not answer.")
    page.unroute("**/search/*")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HARBOUR)


def test_search_works_without_scripts(browse, server):
    page = browse(java_script_enabled=False)
    page.goto(f"{server}/customers/")
    page.get_by_role("button", name="Search or run").click()
    page.get_by_role("searchbox").fill("谷雨")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="上海谷雨餐饮管理有限公司").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("上海谷雨餐饮管理有限公司")
    page.goto(f"{server}/search/?q=dark")
    page.get_by_role("main").get_by_role("button", name="Use the dark appearance").click()
    expect(page.locator("html.dark")).to_have_count(1)


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light"), (320, "dark")])
@pytest.mark.parametrize("words", ["", "a", "zzz"])
def test_open_palette_breaks_no_rule_of_accessibility(browse, server, width, theme, words):
    page = browse(width=width, theme=theme)
    page.goto(f"{server}/customers/")
    if width < 760:
        page.get_by_role("banner").get_by_role("button", name="Search or run").click()
    else:
        page.keyboard.press("Control+k")
    expect(chosen(page)).to_be_visible()
    page.keyboard.type(words)
    expect(page.locator("#palette-found")).to_contain_text({"": "Pages", "a": "Actions", "zzz": "Nothing"}[words])
    assert axe.violations(page) == []
    box = page.locator("#palette").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert re.search(r"\bEsc\b", page.locator("#palette").inner_text())
