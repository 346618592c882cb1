"""The first page of a new installation."""

import pytest
from django.test import Client
from django.urls import reverse

from factories import PASSWORD
from planloop.base.models import Company, Person

pytestmark = pytest.mark.django_db
START = {
    "company": "Bluepeak Coffee",
    "name": "Maja Nowak",
    "email": "Maja@Bluepeak.example",
    "password": PASSWORD,
    "language": "en",
    "currency": "USD",
    "time_zone": "Europe/Warsaw",
}


@pytest.fixture
def visitor():
    """A browser in which nobody is signed in."""
    return Client(HTTP_HOST="localhost")


def test_first_page_leads_to_home_signed_in(visitor):
    assert visitor.get("/customers/").headers["Location"] == reverse("start")
    answer = visitor.post(reverse("start"), START)
    owner = Person.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    assert visitor.get(reverse("account")).context["request"].user == owner
    assert (owner.email, owner.role) == ("maja@bluepeak.example", "owner")
    assert Company.objects.values_list("name", "currency", "time_zone").get() == (
        "Bluepeak Coffee",
        "USD",
        "Europe/Warsaw",
    )
    assert visitor.get(reverse("start")).headers["Location"] == reverse("home")


@pytest.mark.parametrize(
    ("language", "currency", "label"),
    [
        ("en", "USD", "USD, US Dollar"),
        ("pl", "PLN", "PLN, złoty polski"),
        ("zh-hans", "CNY", "CNY, 人民币"),
        ("zh-hant", "TWD", "TWD, 新台幣"),
    ],
)
def test_first_page_proposes_the_currency_of_the_language(visitor, language, currency, label):
    form = visitor.get(reverse("start"), headers={"Accept-Language": language}).context["form"]
    assert (form["language"].value(), form["currency"].value()) == (language, currency)
    assert form.fields["currency"].choices[0] == (currency, label)


def test_first_page_says_the_rules_of_a_password_beforehand(visitor):
    page = visitor.get(reverse("start")).content.decode()
    assert "At least 10 characters, not only digits, no common password" in page


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"password": "short1"}, "password"),
        ({"password": "1234567890123"}, "password"),
        ({"password": "maja@bluepeak.example"}, "password"),
        ({"currency": "XXX"}, "currency"),
        ({"email": "maja"}, "email"),
    ],
)
def test_first_page_refuses_what_cannot_be(visitor, value, field):
    answer = visitor.post(reverse("start"), {**START, **value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Person.objects.count() == 0


def test_unknown_time_zone_becomes_utc(visitor):
    visitor.post(reverse("start"), {**START, "time_zone": "Mars/Olympus"})
    assert Company.objects.get().time_zone == "UTC"


CLOSED = "Only whoever started planloop can set it up: open the address that it showed when it started."


@pytest.mark.parametrize(
    "address", ["/start/", "/start/?token=", "/start/?token=wrong", "/start/?token=schlüssel"]
)
def test_first_page_with_a_token_is_closed_to_who_does_not_know_it(visitor, settings, address):
    settings.START_TOKEN = "right-token"
    for answer in (visitor.get(address), visitor.post(address, START)):
        assert (answer.status_code, CLOSED in answer.content.decode()) == (403, True)
    assert Person.objects.count() == 0


def test_first_page_keeps_its_token_through_a_wrong_form(visitor, settings):
    settings.START_TOKEN = "right-token"
    address = "/start/?token=right-token"
    page = visitor.get(address).content.decode()
    assert '<form method="post">' in page
    answer = visitor.post(address, {**START, "password": "short"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["password"])
    assert f'name="next" value="{address}"' in answer.content.decode()
    assert visitor.post(address, START).headers["Location"] == reverse("home")
    assert visitor.get("/start/").headers["Location"] == reverse("home")
    assert Person.objects.get().role == "owner"
