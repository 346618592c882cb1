"""The palette and the page of search results: what each person finds, opens and does."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import factories
from planloop.base.operations import records as operations
from planloop.web.palette import MOST_RECENT, MOST_RECORDS

pytestmark = pytest.mark.django_db

FROM_SCRIPT = {"HX-Request": "true", "HX-Current-URL": "http://localhost/customers/?tier=A"}
LANGUAGES = ["简体中文", "繁體中文", "Polski"]


def found(client: Client, text: str) -> dict[str, list[str]]:
    """Return the labels under each heading of the palette's answer."""
    groups = client.get("/search/", {"q": text}, headers=FROM_SCRIPT).context["groups"]
    return {group.label: [option.label for option in group.options] for group in groups}


def option(client: Client, text: str, label: str):
    """Return an option of the palette's answer."""
    groups = client.get("/search/", {"q": text}, headers=FROM_SCRIPT).context["groups"]
    return next(option for group in groups for option in group.options if option.label == label)


def test_records_come_first_then_actions_then_pages(sign_in, owner):
    factories.customer(name="Customs & Co")
    assert list(found(sign_in(owner), "custom").items()) == [
        ("Customers", ["Customs & Co"]),
        ("Actions", ["New customer"]),
        ("Pages", ["Customers"]),
    ]


def test_five_matches_are_shown_with_a_way_to_all(sign_in, owner):
    for number in range(MOST_RECORDS + 2):
        factories.customer(name=f"谷雨 {number}")
    client = sign_in(owner)
    everything = "All matches in “Customers”"
    assert found(client, "谷雨") == {"Customers": [*(f"谷雨 {number}" for number in range(5)), everything]}
    address = option(client, "谷雨", everything).url
    assert address == "/customers/?q=%E8%B0%B7%E9%9B%A8"
    assert "谷雨 6" in client.get(address).text


def test_person_finds_only_what_the_role_shows(sign_in, owner):
    rep, viewer = factories.person("rep"), factories.person("viewer")
    factories.customer(name="Harbour of the owner", owner=owner)
    factories.customer(name="Harbour of the rep", owner=rep)
    assert found(sign_in(rep), "harbour") == {"Customers": ["Harbour of the rep"]}
    assert found(sign_in(viewer), "harbour") == {"Customers": ["Harbour of the owner", "Harbour of the rep"]}


@pytest.mark.parametrize(
    ("role", "actions"),
    [("owner", ["New customer", "Invite somebody"]), ("rep", ["New customer"]), ("viewer", [])],
)
def test_actions_are_those_that_the_role_may_do(sign_in, company, role, actions):
    client = sign_in(factories.person(role))
    offered = [*found(client, "new").get("Actions", []), *found(client, "invite").get("Actions", [])]
    assert offered == actions


def test_actions_offer_what_is_not_so_already(sign_in, owner):
    client = sign_in(owner)
    light, dark, system = (
        f"Use the {name}" for name in ("light appearance", "dark appearance", "appearance of the system")
    )
    assert found(client, "appearance") == {"Actions": [light, dark]}
    client.cookies["planloop_theme"] = "dark"
    assert found(client, "appearance") == {"Actions": [light, system]}
    assert found(client, "language") == {"Actions": LANGUAGES}


def test_appearance_and_language_change_and_lead_back_to_the_page(sign_in, owner):
    client = sign_in(owner)
    for text, label in (("dark", "Use the dark appearance"), ("polish", "Polski")):
        chosen = option(client, text, label)
        answer = client.post(chosen.url, chosen.values)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/customers/?tier=A")
    assert client.cookies["planloop_theme"].value == "dark"
    owner.refresh_from_db()
    assert owner.language == "pl"


def test_signing_out_signs_out(sign_in, owner):
    client = sign_in(owner)
    chosen = option(client, "sign out", "Sign out")
    client.post(chosen.url, chosen.values)
    assert client.get("/search/").headers["Location"] == "/sign-in/?next=/search/"


def test_actions_and_pages_are_found_in_the_language_of_the_person_and_in_english(sign_in, owner):
    owner.language = "pl"
    owner.save()
    client = sign_in(owner)
    for text in ("klienc", "customers"):
        assert found(client, text)["Strony"] == ["Klienci"]
    assert found(client, "chiński") == found(client, "chinese") == {"Polecenia": LANGUAGES[:2]}


def test_record_opened_last_comes_first_without_a_question(sign_in, owner):
    rows = [factories.customer(name=f"Customer {number}") for number in range(MOST_RECENT + 1)]
    client = sign_in(owner)
    for row in (*rows, rows[3]):
        client.get(f"/customers/{row.pk}/")
    order = [3, *(number for number in range(MOST_RECENT, 0, -1) if number != 3)]
    assert found(client, "") == {
        "Opened last": [f"Customer {number}" for number in order],
        "Pages": ["Customers", "People and teams", "My account"],
    }


def test_record_opened_last_goes_when_it_may_not_be_seen_any_more(sign_in, owner):
    rep = factories.person("rep")
    taken, binned, kept = (factories.customer(name=name, owner=rep) for name in ("Taken", "Binned", "Kept"))
    client = sign_in(rep)
    for row in (taken, binned, kept):
        client.get(f"/customers/{row.pk}/")
    operations.edit(taken, by=owner, values={"owner": owner})
    operations.archive(binned, by=owner)
    assert found(client, "  ")["Opened last"] == ["Kept"]


def test_reading_the_same_record_again_writes_nothing(sign_in, owner):
    client, row = sign_in(owner), factories.customer()
    client.get(f"/customers/{row.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/customers/{row.pk}/")
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_nothing_found_says_so(sign_in, owner):
    client = sign_in(owner)
    assert "Nothing matches “zzz &lt;b&gt;”" in client.get("/search/", {"q": "zzz <b>"}, headers=FROM_SCRIPT).text
    assert "Nothing matches “zzz &lt;b&gt;”" in client.get("/search/", {"q": "zzz <b>"}).text


@pytest.mark.parametrize(
    "text", ["'\";--", "\x00", "%", "har\x00", "☕" * 300, "(", "上" * 500, "a" * 5000, "\ud800"]
)
def test_any_text_gets_an_answer(sign_in, owner, text):
    client = sign_in(owner)
    for headers in (FROM_SCRIPT, {}):
        query = text.encode("utf-8", "surrogatepass")
        assert client.get("/search/", {"q": query}, headers=headers).status_code == 200


def test_palette_gets_options_whose_forms_lie_outside_the_list(sign_in, owner):
    factories.customer(name="Sign makers")
    answer = sign_in(owner).get("/search/", {"q": "sign"}, headers=FROM_SCRIPT)
    options, forms = answer.text.split('<form hidden method="post"', 1)
    assert re.findall(r'role="option" id="([\w-]+)"', options) == ["option-1-1", "option-2-1"]
    assert 'data-form="form-2-1"' in options
    assert "<a " not in options
    assert 'action="/sign-out/" id="form-2-1"' in forms
    assert "csrfmiddlewaretoken" in forms
    assert "<html" not in answer.text


def test_search_works_as_a_page_of_links_and_buttons(sign_in, owner):
    row = factories.customer(name="Sign makers")
    answer = sign_in(owner).get("/search/", {"q": "sign"})
    assert "<h1>Search</h1>" in answer.text
    assert f'<a href="/customers/{row.pk}/">' in answer.text
    assert re.search(
        r'<form method="post" action="/sign-out/">.*?<button type="submit">.*?Sign out', answer.text, re.S
    )


def test_answers_to_scripts_and_to_people_are_kept_apart(sign_in, owner):
    client = sign_in(owner)
    assert "HX-Request" in client.get("/search/").headers["Vary"]


def test_palette_of_somebody_signed_out_meanwhile_leads_to_sign_in(company):
    answer = Client(HTTP_HOST="localhost").get("/search/", {"q": "x"}, headers=FROM_SCRIPT)
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_every_page_has_the_palette_once(sign_in, owner):
    client = sign_in(owner)
    for address in ("/customers/", "/people/", "/search/"):
        assert client.get(address).text.count('<dialog class="pal"') == 1
    assert '<dialog class="pal"' not in Client(HTTP_HOST="localhost").get("/sign-in/").text
