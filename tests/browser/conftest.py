"""A real server, real browsers signed in, and the rule that a page never complains in the console."""

import os

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

import factories
from browser import chromium
from planloop.base.models import Person

# The browser's event loop runs in this thread; our own database calls beside it are plain ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# htmx writes a line when a newer search replaces one that is on its way.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium."""
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": chromium.ARGUMENTS}


@pytest.fixture
def server(live_server, transactional_db):
    """The address of a server whose company has an owner, people and customers of three scripts."""
    factories.company(currency="PLN")
    north, south = factories.team("North"), factories.team("South")
    maja = factories.person("owner", name="Maja Nowak", team=north, password=factories.PASSWORD)
    chen = factories.person("rep", name="Chen Siyu", team=north)
    factories.person("sales_manager", name="王磊", team=south)
    rows = (
        {"name": "Harbour Roasters Ltd", "city": "Gdańsk", "tier": "A", "tags": ["Café chain"], "owner": maja},
        {"name": "上海谷雨餐饮管理有限公司", "city": "上海", "tier": "A", "tags": ["618", "零售"], "owner": chen},
        {"name": "Kawiarnia Pod Lipą sp. z o.o.", "city": "Kraków", "tier": "B", "intent": "customer"},
        {
            "name": "台北山嵐咖啡股份有限公司",
            "city": "台北",
            "tags": ["Hotel"],
            "owner": chen,
            "phone": "+886 2 2345 678",
        },
        {"name": "Hardy & Cole <Bakery>", "city": "Manchester", "intent": "lost", "yearly_revenue": "48000"},
    )
    for row in rows:
        factories.customer(**row)
    return live_server.url


@pytest.fixture
def browse(server, new_context):
    """Return a function that opens a browser: as somebody signed in, in a language, with a theme and width.

    Whatever a page writes to the console as an error, such as a broken content security policy,
    fails the test at its end; what a test provokes on purpose it lists in `page.expected`.
    """
    pages = []

    def open_page(person="Maja Nowak", *, language="en", theme="light", width=1440, **options):
        height = 844 if width < 760 else 900
        context = new_context(viewport={"width": width, "height": height}, color_scheme=theme, **options)
        context.set_default_timeout(30_000)
        cookies = {"planloop_language": language}
        if person:
            somebody = Person.objects.get(name=person)
            Person.objects.filter(pk=somebody.pk).update(language=language)
            cookies[settings.SESSION_COOKIE_NAME] = session_of(somebody)
        context.add_cookies([{"name": name, "value": value, "url": server} for name, value in cookies.items()])
        page = context.new_page()
        page.complaints, page.expected = [], []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        expected = [*page.expected, *REPLACED]
        unexpected = [said for said in page.complaints if not any(part in said for part in expected)]
        assert unexpected == []


@pytest.fixture
def page(browse, server):
    """A browser of the owner, at the list of customers."""
    made = browse()
    made.goto(f"{server}/customers/")
    return made


def session_of(person) -> str:
    """Return the key of a session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key
