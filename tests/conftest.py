"""Fixtures that most tests use."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import FETCH_RAISE
from django.test import Client

import factories
from planloop.base.queries import records

DATA = Path(os.environ.get("PLANLOOP_TEST_DATA") or Path(__file__).parent.parent.parent / "shared" / "data")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line when the tests on real data sets could not run."""
    if not DATA.is_dir():
        terminalreporter.write_line(f"left out: tests marked data; {DATA} is no folder (PLANLOOP_TEST_DATA)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests on real data sets where there are none, but never in CI."""
    if DATA.is_dir():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"CI needs the data sets, and {DATA} is no folder (PLANLOOP_TEST_DATA)")
    for item in items:
        if item.get_closest_marker("data"):
            item.add_marker(pytest.mark.skip(reason="no data sets"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of the real data sets."""
    return DATA


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
