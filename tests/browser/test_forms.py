"""Records and their forms in a browser: add, edit, two at once, undo, errors, leaving, and without scripts."""

import re

from playwright.sync_api import expect

from planloop.base.models import Person
from planloop.crm.models import Customer


def address(server: str, name: str, *rest: str) -> str:
    """Return the address of a customer's page."""
    return "/".join([server, "customers", str(Customer.objects.get(name=name).pk), *rest, ""])


def test_customer_is_added_with_values_typed_as_people_type_them(page, server):
    page.get_by_role("link", name="New customer").click()
    page.get_by_label("Name", exact=True).fill("Żabka Kawowa")
    page.get_by_label("Yearly revenue").fill("1,234,567.5")
    page.get_by_label("Tags").fill("Café, 零售，Café")
    page.get_by_label("Tier").select_option("B growth")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Żabka Kawowa")
    expect(page.get_by_role("status")).to_contain_text("“Żabka Kawowa” added.")
    made = Customer.objects.get(name="Żabka Kawowa")
    assert (str(made.yearly_revenue), made.tags, made.tier, made.owner.name) == (
        "1234567.50",
        ("Café", "零售"),
        "B",
        "Maja Nowak",
    )
    expect(page.get_by_text("zł1,234,567.50").or_(page.get_by_text("PLN 1,234,567.50"))).to_be_visible()


def test_polish_numbers_are_read_in_polish(browse, server):
    page = browse(language="pl")
    page.goto(address(server, "Harbour Roasters Ltd", "edit"))
    page.get_by_label("Roczny przychód").fill("1 234 567,50")
    page.get_by_role("button", name="Zapisz").click()
    expect(page).to_have_url(address(server, "Harbour Roasters Ltd"))
    assert str(Customer.objects.get(name="Harbour Roasters Ltd").yearly_revenue) == "1234567.50"


def test_error_stands_beside_its_field_and_takes_the_focus(page, server):
    page.goto(f"{server}/customers/new/")
    page.expected = ["422 (Unprocessable Content)"]
    page.get_by_label("Code", exact=True).fill("K-1")
    page.get_by_label("Founded").fill("98")
    page.get_by_role("button", name="Save").click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("This field is required.")
    expect(page.get_by_label("Founded")).to_have_accessible_description(
        "Write the year with four digits, such as 1998."
    )
    expect(page.get_by_label("Code", exact=True)).to_have_value("K-1")


def test_form_sent_twice_makes_one_customer(page, server):
    page.goto(f"{server}/customers/new/")
    page.get_by_label("Name", exact=True).fill("Once Only")
    # As two impatient clicks would, on a connection that is slower than they are.
    page.evaluate("() => { const form = document.getElementById('record-form'); form.submit(); form.submit(); }")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Once Only")
    assert Customer.objects.filter(name="Once Only").count() == 1


def test_two_people_edit_the_same_customer(browse, server):
    maja, chen = browse(), browse("Chen Siyu")
    for page in (maja, chen):
        page.goto(address(server, "上海谷雨餐饮管理有限公司", "edit"))
    chen.get_by_label("City").fill("苏州")
    chen.get_by_label("Tier").select_option("C maintain")
    chen.get_by_label("Phone").fill("021 5555")
    chen.get_by_role("button", name="Save").click()
    expect(chen.get_by_role("status")).to_contain_text("saved.")

    maja.get_by_label("City").fill("宁波")
    maja.get_by_label("Website").fill("guyu.example")
    maja.get_by_label("Phone").fill("021 6666")
    maja.get_by_role("button", name="Save").click()
    maja.expected = ["409 (Conflict)"]
    expect(maja.get_by_role("alert")).to_contain_text("Chen Siyu saved this record while you were editing it.")
    expect(maja.get_by_label("City")).to_have_value("宁波")
    expect(maja.get_by_label("Website")).to_have_value("guyu.example")
    expect(maja.get_by_label("Tier")).to_have_value("C")
    told = [re.sub(r"\s+", " ", text).strip() for text in maja.locator(".meanwhile span").all_inner_texts()]
    assert told == ["Changed meanwhile to C maintain", "Saved meanwhile: 021 5555", "Saved meanwhile: 苏州"]
    maja.locator("#id_phone_meanwhile").get_by_role("button", name="Take this value").click()
    expect(maja.get_by_label("Phone")).to_have_value("021 5555")
    maja.get_by_role("button", name="Save").click()
    expect(maja.get_by_role("status")).to_contain_text("saved.")
    saved = Customer.objects.get(name="上海谷雨餐饮管理有限公司")
    assert (saved.city, saved.website, saved.phone, saved.tier) == ("宁波", "guyu.example", "021 5555", "C")


def test_customer_goes_to_the_bin_and_comes_back_from_the_toast(page, server):
    page.goto(address(server, "Harbour Roasters Ltd"))
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Move to the bin").click()
    toast = page.get_by_role("status")
    expect(toast).to_contain_text("“Harbour Roasters Ltd” is in the bin.")
    expect(page.locator("#rows td.k-name a")).to_have_count(4)
    toast.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(address(server, "Harbour Roasters Ltd"))
    assert Customer.objects.get(name="Harbour Roasters Ltd").archived_at is None
    expect(page.locator(".tl li")).to_have_count(2)


def test_customer_is_restored_from_the_bin(page, server):
    page.goto(address(server, "Harbour Roasters Ltd"))
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Move to the bin").click()
    page.get_by_role("link", name="Bin").click()
    page.get_by_role("link", name="Harbour Roasters Ltd").click()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    assert Customer.objects.get(name="Harbour Roasters Ltd").archived_at is None


def test_history_tells_changes_in_words(page, server):
    page.goto(address(server, "Harbour Roasters Ltd", "edit"))
    page.get_by_label("Tier").select_option("B growth")
    page.get_by_label("Owner").select_option("Chen Siyu")
    page.get_by_role("button", name="Save").click()
    line = page.locator(".tl li").first
    expect(line).to_contain_text("Maja Nowak changed this")
    assert page.locator(".changes li").all_inner_texts() == [
        "Tier: A key account → B growth",
        "Owner: Maja Nowak → Chen Siyu",
    ]


def test_leaving_a_changed_form_asks_first(page, server):
    page.goto(address(server, "Harbour Roasters Ltd", "edit"))
    page.get_by_label("City").fill("Sopot")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("City")).to_have_value("Sopot")


def test_save_that_fails_keeps_what_was_typed(page, server):
    page.goto(address(server, "Harbour Roasters Ltd", "edit"))
    page.expected = ["503", "Response Status"]
    page.get_by_label("City").fill("Sopot")
    page.route("**/edit/", lambda route: route.fulfill(status=503, body="broken"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("planloop could not answer. What you typed is still here.")
    expect(page.get_by_label("City")).to_have_value("Sopot")
    page.unroute("**/edit/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("“Harbour Roasters Ltd” saved.")
    assert Customer.objects.get(name="Harbour Roasters Ltd").city == "Sopot"


def test_refusal_says_why_and_keeps_what_was_typed(browse, server):
    page = browse("Chen Siyu")
    page.goto(address(server, "上海谷雨餐饮管理有限公司", "edit"))
    page.expected = ["403", "404", "Response Status"]
    Customer.objects.filter(name__startswith="上海").update(owner=Person.objects.get(name="Maja Nowak"))
    page.get_by_label("City").fill("苏州")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The address is wrong, or what was here is gone")
    expect(page.get_by_label("City")).to_have_value("苏州")


def test_gap_of_a_record_leads_to_its_field(page, server):
    page.goto(address(server, "Harbour Roasters Ltd"))
    page.get_by_role("link", name="Add: Industry").click()
    expect(page.get_by_label("Industry")).to_be_focused()


def test_customer_is_edited_without_scripts(browse, server):
    page = browse(java_script_enabled=False)
    page.goto(address(server, "Harbour Roasters Ltd", "edit"))
    page.get_by_label("City").fill("Sopot")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast1")).to_contain_text("“Harbour Roasters Ltd” saved.")
    assert Customer.objects.get(name="Harbour Roasters Ltd").city == "Sopot"
