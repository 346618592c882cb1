"""Secure by default: what every answer carries, and what TLS adds."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_pages_forbid_inline_script_and_framing(owner, sign_in):
    answer = sign_in(owner).get("/customers/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy or "unsafe" not in policy["script-src"]
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    html = answer.content.decode()
    assert "<style" not in html
    assert " onclick=" not in html
    assert [tag for tag in html.split("<script")[1:] if "src=" not in tag.split(">")[0]] == []


def test_writing_needs_the_form_token(owner):
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.force_login(owner)
    assert client.post("/customers/new/", {"name": "Forged"}).status_code == 403


def test_other_hosts_are_refused(owner, sign_in):
    assert sign_in(owner).get("/customers/", headers={"host": "evil.example"}).status_code == 400


def test_language_and_theme_lead_back_only_to_our_own_pages(owner, sign_in):
    client = sign_in(owner)
    assert client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"}).headers["Location"] == "/"
    assert client.post("/theme/", {"theme": "dark", "next": "/customers/"}).headers["Location"] == "/customers/"


@pytest.fixture
def log(monkeypatch):
    """What the server writes to its log."""
    (handler,) = [found for found in logging.getLogger().handlers if found.name == "console"]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize("address", ["/join/s3cret-link_1/", "/join/s3cret-link_1/x", "/password/1a-s3cret-link/"])
def test_log_tells_of_a_failed_request_without_its_secret(owner, log, address):
    assert Client(HTTP_HOST="localhost").get(address).status_code == 404
    start, _secret = address.split("s3cret")
    assert f"Not Found: {start}…/" in log.getvalue()
    assert "s3cret" not in log.getvalue()


def test_log_tells_of_a_forged_form_without_the_secret(owner, log):
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert client.post("/join/s3cret/", {"password": "x"}).status_code == 403
    assert "/join/…/" in log.getvalue()
    assert "s3cret" not in log.getvalue()


def test_log_leaves_other_addresses_alone(owner, log):
    Client(HTTP_HOST="localhost").get("/password/sent/")
    assert "Not Found: /password/sent/" in log.getvalue()


def test_log_blanks_secrets_in_tracebacks(log):
    try:
        raise ValueError("/join/s3cret/")
    except ValueError:
        logging.getLogger("anything").exception("It failed")
    assert "ValueError: /join/…/" in log.getvalue()


def settings_with(tmp_path, **environment):
    code = (
        "import json; from planloop.web import settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.SECRET_KEY, s.ALLOWED_HOSTS]))"
    )
    env = {**os.environ, "PLANLOOP_HOME": str(tmp_path / "home"), "DATABASE_URL": "", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_tls_makes_cookies_secure(tmp_path):
    assert settings_with(tmp_path, PLANLOOP_TLS="yes")[:4] == [True, True, True, True]
    assert settings_with(tmp_path)[:4] == [False, False, False, False]


def test_secret_key_is_made_once_and_kept(tmp_path):
    first, second = settings_with(tmp_path)[4], settings_with(tmp_path)[4]
    assert first == second
    assert len(first) >= 50
    assert settings_with(tmp_path, PLANLOOP_SECRET_KEY="given")[4] == "given"


def test_hosts_come_from_the_environment(tmp_path):
    assert settings_with(tmp_path, PLANLOOP_HOSTS="crm.example, plan.example")[5] == [
        "crm.example",
        "plan.example",
    ]
