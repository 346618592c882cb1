"""The generic pages: list, record, form and bin, as people and scripts ask for them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

import factories
from planloop.base import roles
from planloop.base.models import AuditEntry
from planloop.crm.models import Customer

pytestmark = pytest.mark.django_db
LIST = "/customers/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def client(sign_in, owner):
    """A browser of the owner."""
    return sign_in(owner)


def words(answer) -> str:
    """Return what one reads on the page."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def names(answer) -> list[str]:
    return re.findall(r'<td role="cell" class="k-name">.*?<a href="[^"]*">(.*?)</a>', answer.content.decode())


# ------------------------------------------------------------------ lists


def test_list_shows_rows_views_and_facts(client, owner):
    factories.customer(name="Mine", owner=owner, city="Gdańsk", industry="Café")
    factories.customer(name="Pool")
    answer = client.get(LIST)
    assert names(answer) == ["Mine", "Pool"]
    page = words(answer)
    assert "2 customers, 1 of them yours." in page
    assert "All customers2" in page
    assert "Gdańsk · Café" in page
    assert "1–2 of 2" in page


def test_empty_list_invites_to_add_only_who_may(sign_in, client):
    assert "Your customers will be here" in words(client.get(LIST))
    assert reverse("record_new", args=["customers"]) in client.get(LIST).content.decode()
    viewer = sign_in(factories.person("viewer")).get(LIST)
    assert "Your customers will be here" in words(viewer)
    assert reverse("record_new", args=["customers"]) not in viewer.content.decode()


def test_no_match_repeats_the_filters(client):
    factories.customer(tier="A")
    page = words(client.get(LIST, {"q": "<b>", "tier": "C"}))
    assert "Nothing matches Search: &lt;b&gt; Tier: C maintain Clear filters" in page


def test_search_box_gets_the_rows_and_what_carries_the_filters(client):
    factories.customer(name="Harbour", tier="A")
    factories.customer(name="Harbour pool", tier="B")
    answer = client.get(LIST, {"q": "harbour", "tier": "A"}, **SCRIPT, HTTP_HX_TARGET="rows")
    assert names(answer) == ["Harbour"]
    page = answer.content.decode()
    assert "<html" not in page
    assert [page.count(f'id="{part}"') for part in ("rows", "refine", "search", "menu")] == [1, 1, 0, 0]
    assert '<input type="hidden" form="search" name="tier" value="A">' in page
    assert answer.headers["Vary"].count("HX-Request") == 1


def test_bin_is_offered_to_those_who_may_empty_it(client, sign_in):
    factories.customer(name="Here")
    assert "?bin=1" in client.get(LIST).content.decode()
    assert "?bin=1" not in sign_in(factories.person("rep")).get(LIST).content.decode()
    assert "The bin is empty" in words(client.get(LIST, {"bin": "1"}))


def test_filters_are_a_page_and_a_part_of_one(client):
    page = client.get("/customers/filters/", {"tier": "A", "sort": "-name", "q": "x"}).content.decode()
    part = client.get("/customers/filters/", {"tier": "A"}, **SCRIPT).content.decode()
    assert '<input class="ck" type="checkbox" name="tier" value="A" checked>' in page
    assert '<input type="hidden" name="sort" value="-name">' in page
    assert '<input type="hidden" name="q" value="x">' in page
    assert ("<html" in page, "<html" in part, part.count("<form")) == (True, False, 1)


def test_unknown_entity_is_no_address(client):
    answer = client.get("/unicorns/")
    assert answer.status_code == 404
    assert "Nothing here" in words(answer)


# ------------------------------------------------------------------ records


def test_record_shows_facts_gaps_and_actions(client, owner):
    row = factories.customer(name="Harbour", tier="A", phone="+48 58 1", city="Gdańsk", note="Opens in May.")
    answer = client.get(f"/customers/{row.pk}/")
    page = answer.content.decode()
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Tier", "Intent", "Owner", "Phone", "City"]
    assert 'href="tel:+48581"' in page
    assert f'href="/customers/{row.pk}/edit/#id_industry" aria-label="Add: Industry"' in page
    assert "Opens in May." in words(answer)


def test_record_offers_only_what_one_may_do(sign_in, company):
    row = factories.customer(name="Harbour")
    page = sign_in(factories.person("viewer")).get(f"/customers/{row.pk}/").content.decode()
    assert ("/edit/" in page, "/archive/" in page) == (False, False)


def test_record_in_the_bin_says_so_and_can_be_restored(client):
    row = factories.customer(name="Harbour")
    gone = client.post(f"/customers/{row.pk}/archive/", follow=True)
    assert "“Harbour” is in the bin." in words(gone)
    assert f'action="/customers/{row.pk}/restore/"' in gone.content.decode()
    page = client.get(f"/customers/{row.pk}/").content.decode()
    assert ("This is in the bin." in page, "/edit/" in page) == (True, False)
    back = client.post(f"/customers/{row.pk}/restore/", follow=True)
    assert "This is in the bin." not in back.content.decode()
    assert Customer.objects.get().archived_at is None


# ------------------------------------------------------------------ forms


def form_of(client, address: str, **changes: str) -> dict[str, str]:
    """Return what a browser would send from the form, with changes."""
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    return {"seen": seen, "intent": "new", **changes}


def test_form_that_is_sent_twice_makes_one_record(client, owner):
    data = form_of(client, "/customers/new/", name="Once", owner=str(owner.pk))
    answers = [client.post("/customers/new/", data) for _time in range(2)]
    made = Customer.objects.get(name="Once")
    assert [answer.headers["Location"] for answer in answers] == [f"/customers/{made.pk}/"] * 2
    assert AuditEntry.objects.filter(verb="create", record_id=made.pk).count() == 1


def test_form_answers_a_script_with_the_page_to_go_to(client, owner):
    data = form_of(client, "/customers/new/", name="Quick", owner=str(owner.pk))
    answer = client.post("/customers/new/", data, **SCRIPT)
    assert answer.headers["HX-Redirect"] == f"/customers/{Customer.objects.get(name='Quick').pk}/"


def test_form_with_mistakes_comes_back_with_them_and_the_rest(client):
    data = form_of(client, "/customers/new/", name="", city="Gdańsk", founded="98")
    answer = client.post("/customers/new/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-describedby="id_founded_error"' in page
    assert 'value="Gdańsk"' in page
    assert "data-dirty" in page
    assert Customer.objects.count() == 0


def test_code_of_another_customer_is_refused_in_words(client, owner):
    factories.customer(code="K-1")
    data = form_of(client, "/customers/new/", name="Second", code="K-1", owner=str(owner.pk))
    answer = client.post("/customers/new/", data)
    assert answer.status_code == 422
    assert "Another customer has this code." in words(answer)


def test_conflict_shows_both_values_and_can_be_saved_again(client, owner):
    row = factories.customer(name="Harbour", city="Gdańsk", owner=owner)
    edit = f"/customers/{row.pk}/edit/"
    values = {"name": "Harbour", "owner": str(owner.pk)}
    mine = form_of(client, edit, **values, city="Sopot")
    client.post(edit, form_of(client, edit, **values, city="Gdynia"))
    answer = client.post(edit, mine)
    assert answer.status_code == 409
    assert "Maja Nowak saved this record while you were editing it." in words(answer)
    assert "Saved meanwhile: Gdynia" in words(answer)
    assert re.search(r'name="city" value="Sopot"', answer.content.decode())
    seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]
    assert client.post(edit, {**mine, "seen": seen}).status_code == 302
    assert Customer.objects.get().city == "Sopot"


# ------------------------------------------------------------------ errors


def test_refusal_has_a_sentence_and_a_way_back(sign_in, company):
    row = factories.customer()
    browser = sign_in(factories.person("viewer"))
    came_from = f"http://localhost/customers/{row.pk}/?before=7"
    answer = browser.get(f"/customers/{row.pk}/edit/", headers={"Referer": came_from})
    assert answer.status_code == 403
    assert f"You can see “{row.name}” but not change it." in words(answer)
    assert f'href="/customers/{row.pk}/?before=7"' in answer.content.decode()


def test_way_back_leads_to_no_other_site(sign_in, company):
    browser = sign_in(factories.person("viewer"))
    page = browser.get("/customers/new/", headers={"Referer": "https://evil.example/x"}).content.decode()
    assert "evil.example" not in page
    assert '<a class="btn" data-variant="primary" href="/">' in page


def test_failure_page_asks_no_database(client, monkeypatch, django_assert_num_queries):
    def fails(*_args, **_kwargs):
        raise RuntimeError("broken")

    client.get("/account/")  # the first request of all looks for an owner
    monkeypatch.setattr("planloop.web.views.records.queries.parse", fails)
    client.raise_request_exception = False
    client.cookies["planloop_theme"] = "dark"
    with django_assert_num_queries(3):  # session, person and company; none for the page
        answer = client.get(LIST)
    assert answer.status_code == 500
    assert "planloop could not answer" in words(answer)
    assert '<html lang="en" data-theme="dark" class="dark">' in answer.content.decode()


def test_expired_form_says_so(company, owner):
    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    browser.force_login(owner)
    answer = browser.post(
        "/customers/new/", {"name": "Shop"}, headers={"Referer": "http://localhost/customers/new/"}
    )
    assert answer.status_code == 403
    assert "This form has expired" in words(answer)
    assert Customer.objects.count() == 0


# ------------------------------------------------------------------ shell


@pytest.mark.parametrize(
    ("code", "lang"), [("en", "en"), ("pl", "pl"), ("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant")]
)
def test_language_is_chosen_and_told_to_the_browser(client, owner, code, lang):
    answer = client.post("/language/", {"language": code, "next": "/customers/?tier=A"})
    assert answer.headers["Location"] == "/customers/?tier=A"
    assert f'<html lang="{lang}"' in client.get(LIST).content.decode()
    owner.refresh_from_db()
    assert owner.language == code


@pytest.mark.parametrize(("theme", "dark"), [("light", False), ("dark", True), ("system", False), ("pink", False)])
def test_theme_is_kept_and_shown_at_the_first_paint(client, theme, dark):
    client.post("/theme/", {"theme": theme, "next": "https://evil.example/"})
    assert ('class="dark"' in client.get(LIST).content.decode().split("<head>")[0]) is dark


def test_menu_shows_only_what_is_granted(sign_in, client, monkeypatch):
    assert 'href="/customers/"' in client.get("/account/").content.decode()
    monkeypatch.setitem(roles.GRANTS, "viewer", {})
    assert 'href="/customers/"' not in sign_in(factories.person("viewer")).get("/account/").content.decode()
