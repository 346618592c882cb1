"""Each setting is read as documented, and documented at all."""

import re
from pathlib import Path

import pytest

from planloop.web import config

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"\b(?:PLANLOOP_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL)\b")

pytestmark = pytest.mark.pure


def test_every_setting_is_documented_and_nothing_else():
    read = {name for path in (ROOT / "src").rglob("*.py") for name in NAME.findall(path.read_text("utf-8"))}
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text("utf-8"), re.M)
    assert sorted(rows) == sorted(read)


def test_documented_defaults_are_the_defaults():
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    defaults = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", text, re.M))
    source = (ROOT / "src/planloop/web/settings.py").read_text("utf-8")
    assert f'config.words("PLANLOOP_HOSTS", "{defaults["PLANLOOP_HOSTS"]}")' in source
    assert f'or "{defaults["PLANLOOP_EMAIL_FROM"]}"' in source


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (
            "smtp://maja%40x.pl:a%2Fb@mail.example",
            {"host": "mail.example", "port": 587, "username": "maja@x.pl", "password": "a/b", "use_tls": True},
        ),
        ("smtp://mail.example:25?tls=no", {"port": 25, "username": "", "use_tls": False, "use_ssl": False}),
        ("smtps://mail.example", {"port": 465, "use_tls": False, "use_ssl": True}),
    ],
)
def test_mail_server_is_read_from_its_address(url, options):
    mailer = config.mail(url)
    assert {name: mailer["OPTIONS"][name] for name in options} == options


def test_no_mail_server_is_no_mail():
    assert config.mail("") is None


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_wrong_mail_server_is_refused(url):
    with pytest.raises(config.BadSetting, match="PLANLOOP_EMAIL_URL is not like smtp://"):
        config.mail(url)


@pytest.mark.parametrize(("text", "number"), [("", 0), ("2", 2), (" 1 ", 1)])
def test_count_is_read(monkeypatch, text, number):
    monkeypatch.setenv("PLANLOOP_PROXIES", text)
    assert config.count("PLANLOOP_PROXIES") == number


@pytest.mark.parametrize("text", ["-1", "two", "1.5"])
def test_wrong_count_is_refused(monkeypatch, text):
    monkeypatch.setenv("PLANLOOP_PROXIES", text)
    with pytest.raises(config.BadSetting, match=f"PLANLOOP_PROXIES is “{text}”; use a whole number"):
        config.count("PLANLOOP_PROXIES")
