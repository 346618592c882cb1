"""Signing in, the second step and passwords, as a browser meets them."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import factories
from factories import PASSWORD
from planloop.base.models import AuditEntry, Person
from planloop.base.operations import people as operations

pytestmark = pytest.mark.django_db
NEW = "a quite different phrase"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def rep(company):
    """Somebody who can sign in."""
    return factories.person(name="Lin Yuting", email="lin@example.com", password=PASSWORD)


@pytest.fixture
def visitor():
    """A browser in which nobody is signed in."""
    return Client(HTTP_HOST="localhost")


def sign_in(visitor, password=PASSWORD, email="lin@example.com", **values):
    return visitor.post(reverse("account_login"), {"login": email, "password": password, **values})


def who(visitor) -> int | None:
    """Return the id of who is signed in."""
    answer = visitor.get(reverse("account"))
    return answer.context["request"].user.pk if answer.status_code == 200 else None


def code(secret: str, step: int = 0) -> str:
    """Return what an authenticator app shows, `step` times half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


# ------------------------------------------------------------------ signing in and out


def test_sign_in_leads_where_one_wanted_to_go(visitor, rep):
    wanted = visitor.get("/customers/?q=x").headers["Location"]
    assert wanted == "/sign-in/?next=/customers/%3Fq%3Dx"
    answer = visitor.post(wanted, {"login": "LIN@example.com ", "password": PASSWORD})
    assert answer.headers["Location"] == "/customers/?q=x"
    assert who(visitor) == rep.pk


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/"])
def test_sign_in_does_not_lead_away(visitor, rep, next_page):
    assert sign_in(visitor, next=next_page).headers["Location"] == reverse("home")


@pytest.mark.parametrize(("remember", "browser_session"), [({"remember": "on"}, False), ({}, True)])
def test_sign_in_lasts_as_long_as_asked(visitor, rep, remember, browser_session):
    sign_in(visitor, **remember)
    assert visitor.session.get_expire_at_browser_close() is browser_session


@pytest.mark.parametrize("email", ["lin@example.com", "nobody@example.com"])
def test_wrong_password_and_unknown_email_get_the_same_answer(visitor, rep, email):
    answer = sign_in(visitor, "wrong", email)
    assert (answer.status_code, errors(answer)) == (422, {"password": ["E-mail and password do not match."]})


def test_five_wrong_passwords_lock_the_account(visitor, rep):
    for _try in range(5):
        sign_in(visitor, "wrong")
    answer = sign_in(Client(HTTP_HOST="localhost"))
    assert errors(answer) == {"password": ["Too many tries. Wait five minutes, then try again."]}
    assert who(visitor) is None


def test_right_passwords_do_not_lock_the_account(rep):
    for _try in range(7):
        sign_in(Client(HTTP_HOST="localhost"))
    visitor = Client(HTTP_HOST="localhost")
    sign_in(visitor)
    assert who(visitor) == rep.pk


def test_many_sign_ins_from_one_address_are_stopped(visitor, rep, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(visitor, "wrong")
    answer = sign_in(visitor)
    assert (answer.status_code, answer.templates[0].name) == (429, "429.html")


def test_tries_are_counted_where_all_processes_see_them(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_deactivated_person_is_told_so_and_stays_out(visitor, company):
    factories.person(email="lin@example.com", password=PASSWORD, is_active=False)
    assert sign_in(visitor).headers["Location"] == reverse("account_inactive")
    assert "An owner of this planloop can reactivate it." in visitor.get("/sign-in/deactivated/").content.decode()
    assert who(visitor) is None


def test_person_without_password_cannot_sign_in(visitor, company):
    factories.person(email="lin@example.com")
    assert sign_in(visitor, "x").status_code == 422
    assert sign_in(visitor, "").status_code == 422


def test_sign_in_keeps_no_second_list_of_emails(visitor, rep, mail_on, mailoutbox):
    visitor.post(reverse("account_reset_password"), {"email": "lin@example.com"})
    sign_in(visitor)
    visitor.get(reverse("account"))
    assert EmailAddress.objects.count() == 0


def test_old_email_no_longer_signs_in(visitor, owner, rep):
    rep.email = "new@example.com"
    rep.save()
    assert sign_in(visitor).status_code == 422
    assert sign_in(visitor, email="new@example.com").status_code == 302


def test_sign_out_takes_a_post(visitor, rep):
    sign_in(visitor)
    assert visitor.get(reverse("account_logout")).status_code == 405
    assert who(visitor) == rep.pk
    assert visitor.post(reverse("account_logout")).headers["Location"] == reverse("account_login")
    assert who(visitor) is None


def test_nobody_signs_up(visitor, rep):
    for path in ("/signup/", "/account/signup/", "/accounts/signup/", "/account/email/"):
        sign_in(visitor)
        assert visitor.get(path).status_code == 404


# ------------------------------------------------------------------ passwords


def test_password_change_ends_other_sign_ins_and_is_told(visitor, rep):
    other = Client(HTTP_HOST="localhost")
    for one in (visitor, other):
        sign_in(one)
    answer = visitor.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    assert answer.headers["Location"] == reverse("account")
    assert (who(visitor), who(other)) == (rep.pk, None)
    rep.refresh_from_db()
    assert rep.check_password(NEW)
    assert AuditEntry.objects.values_list("verb", "person_id", "changes").get() == ("set_password", rep.pk, {})


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"oldpassword": "wrong"}, {"oldpassword": ["This is not your password."]}),
        ({"password1": "lin@example.com"}, {"password1": ["The password is too similar to the E-mail."]}),
    ],
)
def test_password_change_refused(visitor, rep, values, found):
    sign_in(visitor)
    answer = visitor.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, **values}
    )
    assert (answer.status_code, errors(answer)) == (422, found)
    rep.refresh_from_db()
    assert rep.check_password(PASSWORD)


@pytest.fixture
def mail_on(settings):
    """An installation that can send mail."""
    settings.HAS_MAIL = True


def test_forgotten_password_by_mail(visitor, rep, mail_on, mailoutbox):
    assert "Forgot your password?" in visitor.get(reverse("account_login")).content.decode()
    visitor.post(reverse("account_reset_password"), {"email": "Lin@example.com"})
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["lin@example.com"], "Your new planloop password")
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    form = visitor.get(link, follow=True)
    answer = visitor.post(form.context["action_url"], {"password1": NEW})
    assert answer.headers["Location"] == reverse("account_reset_password_from_key_done")
    rep.refresh_from_db()
    assert rep.check_password(NEW)
    assert visitor.get(link, follow=True).context["token_fail"] is True
    assert AuditEntry.objects.values_list("verb", flat=True).get() == "set_password"


@pytest.mark.parametrize("reactivated", [False, True])
@pytest.mark.usefixtures("mail_on")
def test_mailed_link_does_not_survive_a_deactivation(visitor, owner, rep, mailoutbox, reactivated):
    visitor.post(reverse("account_reset_password"), {"email": "lin@example.com"})
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    opened = visitor.get(link, follow=True).context["action_url"]
    operations.deactivate(rep, by=owner, now=timezone.now())
    if reactivated:
        operations.reactivate(rep, by=owner)
    for answer in (Client(HTTP_HOST="localhost").get(link), visitor.post(opened, {"password1": NEW})):
        assert answer.context["token_fail"] is True
    rep.refresh_from_db()
    assert rep.check_password(PASSWORD)


@pytest.mark.parametrize("email", ["nobody@example.com", "gone@example.com", "uninvited@example.com"])
def test_no_mail_for_who_cannot_sign_in_and_the_same_answer(visitor, rep, mail_on, mailoutbox, email):
    factories.person(email="gone@example.com", password=PASSWORD, is_active=False)
    factories.person(email="uninvited@example.com")
    answer = visitor.post(reverse("account_reset_password"), {"email": email})
    assert (answer.headers["Location"], mailoutbox) == (reverse("account_reset_password_done"), [])


def test_without_mail_the_sign_in_page_says_whom_to_ask(visitor, rep):
    page = visitor.get(reverse("account_login")).content.decode()
    assert "Ask an owner of this planloop for a link" in page
    assert visitor.get(reverse("account_reset_password")).status_code == 404


# ------------------------------------------------------------------ the second step


@pytest.fixture
def two_step(visitor, rep):
    """Turn on the second step, and return the app's secret."""
    sign_in(visitor)
    start = visitor.get(reverse("mfa_activate_totp"))
    assert start.headers["Location"] == "/account/confirm/?next=%2Faccount%2Ftwo-step%2Fon%2F"
    visitor.post(start.headers["Location"], {"password": PASSWORD})
    secret = visitor.get(reverse("mfa_activate_totp")).context["form"].secret
    wrong = visitor.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert (wrong.status_code, list(errors(wrong))) == (422, ["code"])
    done = visitor.post(reverse("mfa_activate_totp"), {"code": code(secret, -1)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_second_step_is_asked_and_taken_once(two_step, rep):
    one, other = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    for visitor in (one, other):
        assert sign_in(visitor).headers["Location"] == reverse("mfa_authenticate")
        assert who(visitor) is None
    good = code(two_step)
    assert one.post(reverse("mfa_authenticate"), {"code": good}).headers["Location"] == reverse("home")
    again = other.post(reverse("mfa_authenticate"), {"code": f"{good[:3]} {good[3:]}"})
    assert errors(again) == {"code": ["This code does not match. Type the one that your app shows now."]}
    assert (again.status_code, who(one), who(other)) == (422, rep.pk, None)


@pytest.mark.parametrize("sign", ["", " ", "-", "."])
def test_code_is_taken_once_however_it_is_written(two_step, rep, sign):
    one, other = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    for visitor in (one, other):
        sign_in(visitor)
    good = code(two_step)
    one.post(reverse("mfa_authenticate"), {"code": good})
    # As half a minute later, when allauth has forgotten the code and still takes it.
    cache.delete(f"allauth.mfa.totp.used?user={rep.pk}&code={good}")
    again = other.post(reverse("mfa_authenticate"), {"code": f"{good[:3]}{sign}{good[3:]}"})
    assert errors(again) == {"code": ["This code does not match. Type the one that your app shows now."]}
    assert (who(one), who(other)) == (rep.pk, None)


def test_recovery_code_signs_in_once(two_step, visitor, rep):
    codes = visitor.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    for expected in (rep.pk, None):
        other = Client(HTTP_HOST="localhost")
        sign_in(other)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert who(other) == expected
    left = visitor.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert left == codes[1:]


def test_new_recovery_codes_replace_the_old(two_step, visitor, rep):
    codes = visitor.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    visitor.post(reverse("mfa_generate_recovery_codes"))
    new = visitor.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert set(codes).isdisjoint(new)


def test_wrong_codes_lock_the_second_step(two_step):
    visitor = Client(HTTP_HOST="localhost")
    sign_in(visitor)
    for _try in range(5):
        visitor.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = visitor.post(reverse("mfa_authenticate"), {"code": code(two_step)})
    assert errors(answer) == {"code": ["Too many tries. Wait five minutes, then try again."]}


def test_turning_off_takes_the_password_and_is_told(two_step, visitor, rep, django_capture_on_commit_callbacks):
    other = Client(HTTP_HOST="localhost")
    sign_in(other)
    other.post(reverse("mfa_authenticate"), {"code": code(two_step)})
    assert other.post(reverse("mfa_deactivate_totp")).headers["Location"].startswith("/account/confirm/")
    assert Authenticator.objects.count() == 2
    visitor.post(reverse("mfa_generate_recovery_codes"))
    visitor.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.count() == 0
    assert sign_in(Client(HTTP_HOST="localhost")).headers["Location"] == reverse("home")


def test_second_step_is_told(visitor, rep, django_capture_on_commit_callbacks, request):
    with django_capture_on_commit_callbacks(execute=True):
        request.getfixturevalue("two_step")
        visitor.post(reverse("mfa_generate_recovery_codes"))
        visitor.post(reverse("mfa_deactivate_totp"))
    told = AuditEntry.objects.values_list("verb", "person_id", "changes").order_by("verb")
    assert list(told) == [
        ("renew_recovery_codes", rep.pk, {}),
        ("turn_off_two_step", rep.pk, {}),
        ("turn_on_two_step", rep.pk, {}),
    ]


def test_secret_of_the_second_step_is_told_nowhere(two_step, rep):
    assert not any(two_step in str(row) for row in AuditEntry.objects.values())


# ------------------------------------------------------------------ my account


def test_my_account_saves_name_and_language(visitor, rep):
    sign_in(visitor)
    form = visitor.get(reverse("account")).context["form"]
    values = {"name": "Lin", "language": "zh-hans", "seen": form["seen"].value()}
    answer = visitor.post(reverse("account"), values, follow=True)
    assert "我的" in answer.content.decode()
    assert Person.objects.values_list("name", "language").get(pk=rep.pk) == ("Lin", "zh-hans")


def test_my_account_shows_both_versions_after_somebody_elses_save(visitor, owner, rep):
    sign_in(visitor)
    seen = visitor.get(reverse("account")).context["form"]["seen"].value()
    operations.edit(rep, by=owner, values={"name": "Lin Y."}, now=timezone.now())
    answer = visitor.post(reverse("account"), {"name": "Lin", "language": "pl", "seen": seen})
    form = answer.context["form"]
    assert (answer.status_code, {name: item.words for name, item in form.conflicts.items()}) == (
        409,
        {"name": "Lin Y."},
    )
    answer = visitor.post(reverse("account"), {"name": "Lin", "language": "pl", "seen": form["seen"].value()})
    assert answer.status_code == 302
    assert Person.objects.values_list("name", "language").get(pk=rep.pk) == ("Lin", "pl")


def test_server_sets_a_password_for_who_has_no_other_way(rep, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW)
    call_command("changepassword", "lin@example.com", verbosity=0)
    rep.refresh_from_db()
    assert rep.check_password(NEW)


def test_language_menu_remembers_with_the_person(visitor, rep):
    sign_in(visitor)
    visitor.post(reverse("language"), {"language": "zh-hant", "next": "/account/"})
    assert Person.objects.get(pk=rep.pk).language == "zh-hant"
    assert 'lang="zh-Hant"' in visitor.get(reverse("account")).content.decode()
