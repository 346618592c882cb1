"""Fixtures that most tests use."""

import pytest
from django.conf import settings
from django.db.models import FETCH_RAISE
from django.test import Client

import factories
from planloop.base.queries import records


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Test on a SQLite file, as installations use it; threads cannot share a database in memory."""
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords quickly; a good hash is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def lists_load_what_they_show(monkeypatch):
    """Fail when a list asks the database again for a column or a relation that it did not load."""
    monkeypatch.setattr(records, "fetch_mode", FETCH_RAISE)


@pytest.fixture
def company(db):
    """The company, whose owner exists, so that pages answer."""
    made = factories.company()
    made.owner = factories.person("owner", name="Maja Nowak")
    return made


@pytest.fixture
def owner(company):
    """The owner."""
    return company.owner


@pytest.fixture
def sign_in(company):
    """Return a function that gives a browser signed in as somebody."""

    def browser(who) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(who)
        return client

    return browser
