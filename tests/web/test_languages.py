"""Every page speaks one language: what it shows in English it does not show in another.

A text counts as shown when it stands in the page or in an attribute that people read or hear. What is
data, or the same word in both languages, is left out.
"""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as django_settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

import factories
from planloop.web.middleware import LANGUAGE_COOKIE
from test_messages import DJANGO_CODES, ours

pytestmark = pytest.mark.django_db

READ = {"title", "aria-label", "aria-description", "placeholder", "alt", "data-copied", "data-unsaved"}
NAMES = (
    "planloop",
    "Bluepeak Coffee",
    "Maja Nowak",
    "Lin Yuting",
    "Chen Siyu",
    "North",
    "Harbour Roasters",
    "Café chain",
    "Gdańsk",
    "Referral",
    "nothing",
    "Harbour",
)
KEPT = {"Ctrl K", "⌘K", "Enter", "Esc", *(name for _code, name in django_settings.LANGUAGES)}


class Reader(HTMLParser):
    """Collects what a page says."""

    def __init__(self):
        super().__init__()
        self.texts, self.lang, self._silent = set(), "", False

    def handle_starttag(self, tag, attrs):
        self._silent = tag in ("script", "style", "code")
        values = dict(attrs)
        self.lang = values.get("lang", "") if tag == "html" else self.lang
        self.texts |= {value for name, value in values.items() if name in READ and value}

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.texts.add(" ".join(data.split()))


def said(response) -> Reader:
    reader = Reader()
    reader.feed(response.content.decode())
    return reader


def is_language(text: str) -> bool:
    """Tell whether a text has words beside names, addresses and currencies."""
    for name in NAMES:
        text = text.replace(name, "")
    text = re.sub(r"\S+@\S+|https?://\S+|\b[A-Z]{3}\b", "", text)
    return re.search(r"[^\W\d_]{3}", text) is not None


def words_of(language: str) -> set[str]:
    """Return every translation: Polish "Role" means roles, and "Status" is the same word."""
    return {message.string for message in ours(language) if isinstance(message.string, str)}


@pytest.fixture
def stage(company, settings):
    """A company with people, a team, an invitation, a customer that changed, and mail."""
    settings.HAS_MAIL = True
    company.owner.set_password(factories.PASSWORD)
    company.owner.save()
    company.team = factories.team("North")
    company.rep = factories.person(name="Lin Yuting", team=company.team)
    company.invitation = factories.invitation(name="Chen Siyu", team=company.team)
    company.customer = factories.customer(
        name="Harbour Roasters",
        owner=company.rep,
        tier="A",
        tags=("Café chain",),
        city="Gdańsk",
        source="Referral",
        employees=38,
        yearly_revenue=642180,
        email="office@harbour-roasters.example",
    )
    return company


def page(to, /, *args, **query):
    """Return a function that gets a page as the owner."""
    return lambda stage, client: client(stage.owner).get(address(stage, to, *args), query)


def sent(to, /, *args, **values):
    """Return a function that sends a form as the owner."""
    return lambda stage, client: client(stage.owner).post(address(stage, to, *args), values)


def strange(method, to, /, **values):
    """Return a function that calls an open page as nobody."""
    return lambda stage, client: getattr(client(None), method)(address(stage, to), values)


def address(stage, name, *args):
    """Write an address; words such as "customer" stand for the row's id."""
    return reverse(name, args=[stage.__dict__[arg].pk if arg in stage.__dict__ else arg for arg in args])


def with_two_step(then):
    """Return a function that turns two-step sign-in on first and signs in again with the password."""

    def visit(stage, client):
        stage.owner.authenticator_set.all().delete()
        TOTP.activate(stage.owner, generate_totp_secret())
        browser = client(None)
        browser.post(reverse("account_login"), {"login": stage.owner.email, "password": factories.PASSWORD})
        return then(browser)

    return visit


def again(address_name):
    """Return a function that confirms the password and opens a page that wants it."""

    def visit(stage, client):
        browser = client(stage.owner)
        browser.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
        return browser.get(reverse(address_name))

    return visit


def first_run(method, **values):
    """Return a function that calls the first page of an installation without an owner."""

    def visit(stage, client):
        stage.owner.role = "viewer"
        stage.owner.save()
        return getattr(client(None), method)(reverse("start"), values)

    return visit


def without_start_token(stage, client):
    """Call the first page, which wants a token, without one."""
    with override_settings(START_TOKEN="token"):
        return first_run("get")(stage, client)


PAGES = {
    "start, without its token": (403, without_start_token),
    "start": (200, first_run("get")),
    "start, nothing typed": (422, first_run("post", company="")),
    "start, weak password": (422, first_run("post", company="North", name="North", email="x", password="12345")),
    "sign-in": (200, strange("get", "account_login")),
    "sign-in, nothing typed": (422, strange("post", "account_login")),
    "sign-in, wrong": (422, strange("post", "account_login", login="nobody@example.com", password="wrong")),
    "sign-in, deactivated": (200, strange("get", "account_inactive")),
    "second step": (200, with_two_step(lambda browser: browser.get(reverse("mfa_authenticate")))),
    "second step, wrong": (
        422,
        with_two_step(lambda browser: browser.post(reverse("mfa_authenticate"), {"code": "1"})),
    ),
    "password forgotten": (200, strange("get", "account_reset_password")),
    "password forgotten, no e-mail": (422, strange("post", "account_reset_password", email="nobody")),
    "password mail sent": (200, strange("get", "account_reset_password_done")),
    "password reset": (200, strange("get", "account_reset_password_from_key_done")),
    "old link": (404, lambda stage, client: client(None).get(reverse("join", args=["unknown"]))),
    "join": (200, lambda stage, client: client(None).get(reverse("join", args=[stage.invitation.secret]))),
    "join, weak password": (
        422,
        lambda stage, client: client(None).post(
            reverse("join", args=[stage.invitation.secret]), {"password": "1234567890"}
        ),
    ),
    "account": (200, page("account")),
    "account, no name": (422, sent("account", name="", language="xx")),
    "password": (200, page("account_change_password")),
    "password, wrong": (422, sent("account_change_password", oldpassword="wrong", password1="short")),
    "confirm": (200, page("account_reauthenticate")),
    "confirm, wrong": (422, sent("account_reauthenticate", password="wrong")),
    "two-step on": (200, again("mfa_activate_totp")),
    "people": (200, page("people")),
    "people, invited": (200, page("people", standing="invited")),
    "person": (200, page("person", "rep")),
    "person, wrong": (422, sent("person", "rep", name="", email="nobody", role="boss")),
    "person, deactivate the only owner": (422, sent("person_deactivate", "owner")),
    "link made": (200, sent("person_link", "rep")),
    "invite": (200, page("invite")),
    "invite, nothing typed": (422, sent("invite", name="")),
    "team": (200, page("team", "team")),
    "team, new": (200, page("team_new")),
    "team, people in it": (422, sent("team_remove", "team")),
    "list": (200, page("records", "customers")),
    "list, filtered": (200, page("records", "customers", tier="A", owner="me", q="nothing")),
    "list, pool": (200, page("records", "customers", owner="none")),
    "bin": (200, page("records", "customers", bin="1")),
    "filters": (200, page("record_filters", "customers")),
    "record": (200, page("record", "customers", "customer")),
    "record, new": (200, page("record_new", "customers")),
    "record, wrong": (422, sent("record_new", "customers", name="", employees="1.5", founded="x", email="x")),
    "record, edit": (200, page("record_edit", "customers", "customer")),
    "search": (200, page("search", q="a")),
    "search, nothing found": (200, page("search", q="nothing")),
    "palette": (200, lambda stage, client: client(stage.owner).get("/search/", headers={"HX-Request": "true"})),
    "search, something found": (200, page("search", q="Harbour")),
    "no page": (404, lambda stage, client: client(stage.owner).get("/nothing/")),
    "no page, signed out": (404, lambda stage, client: client(None).get("/nothing/here/")),
    "refused": (403, lambda stage, client: client(stage.rep).get(reverse("invite"))),
}


@pytest.mark.parametrize("language", DJANGO_CODES)
@pytest.mark.parametrize("name", PAGES)
def test_page_speaks_one_language(stage, name, language):
    status, visit = PAGES[name]

    def client_in(code):
        def client(person):
            made = Client(HTTP_HOST="localhost")
            made.cookies[LANGUAGE_COOKIE] = code
            if person:
                made.force_login(person)
            return made

        return client

    english, other = visit(stage, client_in("en")), visit(stage, client_in(DJANGO_CODES[language]))
    assert (english.status_code, other.status_code) == (status, status)
    left = said(english).texts & said(other).texts - KEPT - words_of(language)
    assert sorted(filter(is_language, left)) == []
    assert said(other).lang in ("", language.replace("_", "-"))


@pytest.mark.parametrize("language", ["en", *DJANGO_CODES.values()])
def test_mail_speaks_the_readers_language(stage, mailoutbox, language):
    client = Client(HTTP_HOST="localhost")
    stage.rep.language = language
    stage.rep.set_password(factories.PASSWORD)
    stage.rep.save()
    client.force_login(stage.owner)
    client.post(reverse("person_link", args=[stage.rep.pk]))
    with translation.override(language):
        assert [mail.subject for mail in mailoutbox] == [translation.gettext("Your new planloop password")]
