"""Secure by default: what every answer carries, and what TLS adds."""

import json
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
