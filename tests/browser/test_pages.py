"""Every page, in four languages, light and dark, wide and narrow: no rule of accessibility is broken.

The pages are those that the owner may open, read from the matrix of addresses, so that a new page is
walked without a word here; below them stand states of a page and pages of somebody signed out.
"""

import pytest
from django.conf import settings
from django.urls import reverse

import factories
from browser import axe
from planloop.base.models import Person
from planloop.base.operations import records as operations
from planloop.crm.models import Customer
from web.test_matrix import MATRIX, addresses, key_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NO_PAGES = {"health"}
PAGES = [
    name
    for name, (method, answers) in MATRIX.items()
    if method == "GET" and answers.get("owner", answers.get("*", "")).startswith("200") and name not in NO_PAGES
]
STATES = {
    "records, filtered": "/customers/?tier=A&tags=618&intent=new&sort=-updated_at",
    "records, no match": "/customers/?q=zzzz&tier=C",
    "records, bin": "/customers/?bin=1",
    "nothing here": "/nowhere/",
}
SIGNED_OUT = {"sign in": lambda: "/sign-in/", "join": lambda: f"/join/{factories.invitation().secret}/"}
SIZES = {"wide": 1440, "phone": 390}


def address_of(name: str) -> str:
    """Return the address of a page, for a customer with all values, its owner or the owner's team."""
    row = Customer.objects.get(name="Harbour Roasters Ltd")
    names = addresses()[name].pattern.converters
    values = {"entity": "customers", "pk": key_of(name, row) if "pk" in names else 0}
    return reverse(name, kwargs={argument: values[argument] for argument in names})


def faults(page) -> list[str]:
    """Return what is wrong with the open page in each width and theme."""
    found = []
    for size, width in SIZES.items():
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.evaluate("(dark) => document.documentElement.classList.toggle('dark', dark)", theme == "dark")
            found += [f"{size}, {theme}: {violation}" for violation in axe.violations(page)]
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate("() => document.documentElement.scrollWidth") > 320:
        found.append("320 px: the page scrolls sideways")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_breaks_no_rule(browse, server, name, language):
    page = browse(language=language, reduced_motion="reduce")
    page.goto(server + address_of(name))
    assert page.locator("h1").count() == 1
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_state_breaks_no_rule(browse, server, name, language):
    page = browse(language=language, reduced_motion="reduce")
    page.expected = ["404 (Not Found)"]
    page.goto(server + STATES[name])
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_signed_out_page_breaks_no_rule(browse, server, name, language):
    page = browse(None, language=language, reduced_motion="reduce")
    page.goto(server + SIGNED_OUT[name]())
    assert page.locator("html").get_attribute("lang") == {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(
        language, language
    )
    assert faults(page) == []


def test_empty_list_breaks_no_rule(browse, server):
    Customer.objects.all().delete()
    page = browse(reduced_motion="reduce")
    page.goto(f"{server}/customers/")
    assert page.get_by_role("heading", name="Your customers will be here").count() == 1
    assert faults(page) == []


def test_first_page_breaks_no_rule(browse, server):
    page = browse(None, reduced_motion="reduce")
    Customer.objects.all().delete()
    Person.objects.all().delete()
    page.goto(f"{server}/start/")
    assert page.get_by_label("Company").count() == 1
    assert faults(page) == []


def test_refusal_breaks_no_rule(browse, server):
    page = browse("王磊", reduced_motion="reduce")
    page.expected = ["403 (Forbidden)"]
    page.goto(f"{server}/people/invite/")
    assert page.get_by_role("heading", name="This was not done").count() == 1
    assert faults(page) == []


def test_form_with_mistakes_and_a_conflict_breaks_no_rule(browse, server):
    page = browse(reduced_motion="reduce")
    page.expected = ["422 (Unprocessable Content)", "409 (Conflict)"]
    page.goto(server + address_of("record_edit"))
    page.get_by_label("Founded").fill("98")
    page.get_by_role("button", name="Save").click()
    page.locator("#id_founded_error").wait_for()
    assert faults(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("Founded").fill("1998")
    row = Customer.objects.get(name="Harbour Roasters Ltd")
    operations.edit(row, by=Person.objects.get(name="Maja Nowak"), values={"founded": 1997, "city": "Sopot"})
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Take this value").wait_for()
    assert faults(page) == []


def test_bin_and_toast_break_no_rule(browse, server):
    page = browse(reduced_motion="reduce")
    page.goto(server + address_of("record"))
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Move to the bin").click()
    page.get_by_role("button", name="Undo").wait_for()
    assert axe.violations(page) == []
    page.goto(server + address_of("record"))
    assert faults(page) == []


def test_phone_menu_breaks_no_rule(browse, server):
    page = browse(width=390, reduced_motion="reduce")
    page.goto(f"{server}/customers/")
    page.get_by_role("button", name="Menu").click()
    assert axe.violations(page) == []


def test_open_menus_break_no_rule(page):
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("group", name="Tier").wait_for()
    assert axe.violations(page) == []
    page.locator("summary", has_text="Name, A to Z").click()
    assert axe.violations(page) == []
