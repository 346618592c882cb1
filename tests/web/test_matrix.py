"""Every address, as every role, for rows that are one's own, the team's, somebody else's: who gets what.

A new address without an expectation fails. Each row reads: what the address answers for an own row,
a row of the own team, and a foreign row; or one answer where there is no row.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

import factories

pytestmark = pytest.mark.django_db

ROLES = ("owner", "sales_manager", "rep", "marketer", "service", "finance", "viewer")
OPEN = {
    "start",
    "health",
    "language",
    "theme",
    "join",
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
"""The addresses that need no sign-in."""

SEE_ALL = "200 200 200"
NOT_YOURS = "403 403 403"

OWNER_ONLY = {"owner": "200", "*": "403"}
# address: (method, {role: answers}); "*" stands for the roles not named.
MATRIX = {
    # Signing in and one's own account. Whoever is signed in has nothing to do on the open pages;
    # without mail there are no pages for a forgotten password.
    "account_login": ("GET", {"*": "302"}),
    "account_logout": ("POST", {"*": "302"}),
    "account_inactive": ("GET", {"*": "200"}),
    "mfa_authenticate": ("GET", {"*": "302"}),
    "account_reset_password": ("GET", {"*": "404"}),
    "account_reset_password_done": ("GET", {"*": "404"}),
    "account_reset_password_from_key": ("GET", {"*": "404"}),
    "account_reset_password_from_key_done": ("GET", {"*": "404"}),
    "join": ("GET", {"*": "404"}),
    "account": ("GET", {"*": "200"}),
    "account_change_password": ("GET", {"*": "200"}),
    "account_reauthenticate": ("GET", {"*": "200"}),
    "mfa_reauthenticate": ("GET", {"*": "302"}),
    "mfa_index": ("GET", {"*": "302"}),
    "mfa_activate_totp": ("GET", {"*": "302"}),
    "mfa_deactivate_totp": ("GET", {"*": "404"}),
    "mfa_view_recovery_codes": ("GET", {"*": "404"}),
    "mfa_generate_recovery_codes": ("GET", {"*": "302"}),
    "mfa_download_recovery_codes": ("GET", {"*": "404"}),
    # People and teams: everybody sees them, the owner changes them. The answers are for myself,
    # a colleague and a stranger, and for their teams and invitations.
    "people": ("GET", {"*": "200"}),
    "person": ("GET", {"*": SEE_ALL}),
    "invite": ("GET", OWNER_ONLY),
    "person_link": ("POST", {"owner": "403 200 200", "*": NOT_YOURS}),
    "person_deactivate": ("POST", {"owner": "422 302 302", "*": NOT_YOURS}),
    "person_reactivate": ("POST", {"owner": "302 302 302", "*": NOT_YOURS}),
    "person_reset_two_step": ("POST", {"owner": "403 302 302", "*": NOT_YOURS}),
    "invitation_renew": ("POST", {"owner": SEE_ALL, "*": "404 404 404"}),
    "invitation_withdraw": ("POST", {"owner": "302 302 302", "*": "404 404 404"}),
    "team_new": ("GET", OWNER_ONLY),
    "team": ("GET", {"owner": SEE_ALL, "*": NOT_YOURS}),
    "team_remove": ("POST", {"owner": "422 422 422", "*": NOT_YOURS}),
    "team_restore": ("POST", {"owner": "302 302 302", "*": NOT_YOURS}),
    "home": ("GET", {"*": "302"}),
    "start": ("GET", {"*": "302"}),
    "health": ("GET", {"*": "200"}),
    "language": ("POST", {"*": "302"}),
    "theme": ("POST", {"*": "302"}),
    "search": ("GET", {"*": "200"}),
    "records": ("GET", {"*": "200"}),
    "record_filters": ("GET", {"*": "200"}),
    "record_new": ("GET", {"*": "200", "finance": "403", "viewer": "403"}),
    "record": ("GET", {"*": SEE_ALL, "sales_manager": "200 200 404", "rep": "200 404 404"}),
    "record_edit": (
        "GET",
        {
            "owner": SEE_ALL,
            "sales_manager": "200 200 404",
            "rep": "200 404 404",
            "marketer": "200 403 403",
            "service": "200 403 403",
            "*": NOT_YOURS,
        },
    ),
    "record_archive": (
        "POST",
        {"owner": "302 302 302", "sales_manager": "302 302 404", "rep": "403 404 404", "*": NOT_YOURS},
    ),
    "record_restore": (
        "POST",
        {"owner": "302 302 302", "sales_manager": "302 302 404", "rep": "403 404 404", "*": NOT_YOURS},
    ),
}


def addresses() -> dict[str, URLPattern]:
    """Return every named address of ours."""
    found = {}

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                found[pattern.name] = pattern

    walk(get_resolver().url_patterns)
    return found


@pytest.fixture
def stage(company):
    """Return a function that gives somebody of a role, and an own, a team's and a foreign customer."""

    def play(role):
        team = factories.team()
        me = factories.person(role, team=team, password=factories.PASSWORD)
        colleague = factories.person("rep", team=team)
        stranger = factories.person("rep", team=factories.team())
        rows = [factories.customer(owner=someone) for someone in (me, colleague, stranger)]
        return me, rows

    return play


def key_of(name: str, row) -> int:
    """Return the id that the address means: of the customer, its owner, the owner's team or an invitation."""
    if not row:
        return 0
    if name.startswith("person"):
        return row.owner.pk
    if name.startswith("team"):
        return row.owner.team.pk
    return factories.invitation(team=row.owner.team).pk if name.startswith("invitation") else row.pk


def request_of(client: Client, name: str, row=None):
    """Send the address's request for a row."""
    method = MATRIX[name][0]
    pattern = addresses()[name].pattern
    values = {"entity": "customers", "secret": "unknown", "uidb36": "1", "key": "unknown"}
    names = [*pattern.converters, *getattr(getattr(pattern, "regex", None), "groupindex", ())]
    arguments = {argument: key_of(name, row) if argument == "pk" else values[argument] for argument in names}
    return getattr(client, method.lower())(reverse(name, kwargs=arguments))


def test_every_address_has_an_expectation():
    assert set(addresses()) == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MATRIX)
def test_role_gets_what_the_matrix_says(stage, sign_in, name, role):
    me, rows = stage(role)
    answers = MATRIX[name][1]
    expected = answers.get(role, answers.get("*")).split()
    client = sign_in(me)
    given = [request_of(client, name, row).status_code for row in (rows if len(expected) > 1 else rows[:1])]
    assert [str(status) for status in given] == expected


@pytest.mark.parametrize("name", MATRIX)
def test_stranger_is_sent_to_sign_in(company, name):
    owned = factories.customer(owner=factories.person(team=factories.team()))
    answer = request_of(Client(HTTP_HOST="localhost"), name, owned)
    if name in OPEN:
        assert "next=" not in answer.headers.get("Location", "")
        assert answer.status_code in (200, 302, 404)
    else:
        assert answer.status_code == 302
        assert "next=" in answer.headers["Location"]
