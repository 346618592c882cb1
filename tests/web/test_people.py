"""The pages of people, invitations and teams, and the page behind an invitation's link."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import factories
from factories import PASSWORD
from planloop.base.models import Invitation, Person, Team
from planloop.base.operations import people as operations
from planloop.base.operations import teams as team_operations

pytestmark = pytest.mark.django_db
LIN = {"name": "Lin Yuting", "email": "lin@example.com", "role": "rep", "team": ""}
GONE = "It has been used, replaced or withdrawn, or it is older than seven days."


@pytest.fixture
def boss(owner, sign_in):
    """The owner's browser."""
    return sign_in(owner)


@pytest.fixture
def visitor():
    """A browser in which nobody is signed in."""
    return Client(HTTP_HOST="localhost")


def secret_of(answer) -> str:
    """Return the secret in the link that the page shows."""
    (secret,) = re.findall(r'value="http://localhost/join/([\w-]+)/"', answer.content.decode())
    return secret


def invite(boss, **values) -> str:
    return secret_of(boss.post(reverse("invite"), {**LIN, **values}))


def join(visitor, secret, password=PASSWORD):
    return visitor.post(reverse("join", args=[secret]), {"password": password})


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ------------------------------------------------------------------ invitations


def test_invitation_shows_its_link_once(boss):
    secret = invite(boss)
    assert secret not in boss.get(reverse("people")).content.decode()
    assert Invitation.objects.filter(secret_hash__contains=secret[:20]).count() == 0


def test_link_leads_in(boss, visitor):
    team = factories.team("North")
    secret = invite(boss, team=team.pk)
    page = visitor.get(reverse("join", args=[secret])).content.decode()
    assert "Join Bluepeak Coffee" in page
    assert 'value="lin@example.com"' in page
    answer = join(visitor, secret)
    assert answer.headers["Location"] == reverse("home")
    person = Person.objects.get(email="lin@example.com")
    assert (person.name, person.role, person.team) == ("Lin Yuting", "rep", team)
    assert visitor.get(reverse("account")).context["request"].user == person


def test_link_asks_for_a_good_password(boss, visitor):
    secret = invite(boss)
    answer = join(visitor, secret, "lin@example.com")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"password": ["The password is too similar to the E-mail."]}
    assert Person.objects.filter(email="lin@example.com").count() == 0


@pytest.mark.parametrize("why", ["unknown", "used", "withdrawn", "expired", "renewed"])
def test_links_that_do_not_work_all_get_the_same_answer(boss, visitor, why):
    secret = invite(boss)
    invitation = Invitation.objects.get()
    if why == "unknown":
        secret = "unknown"
    elif why == "used":
        join(Client(HTTP_HOST="localhost"), secret)
    elif why == "withdrawn":
        boss.post(reverse("invitation_withdraw", args=[invitation.pk]))
    elif why == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        boss.post(reverse("invitation_renew", args=[invitation.pk]))
    for answer in (visitor.get(reverse("join", args=[secret])), join(visitor, secret)):
        assert (answer.status_code, GONE in answer.content.decode()) == (404, True)


def test_renewed_link_works(boss, visitor):
    invite(boss)
    Invitation.objects.update(expires_at=timezone.now())
    answer = boss.post(reverse("invitation_renew", args=[Invitation.objects.get().pk]))
    join(visitor, secret_of(answer))
    assert Person.objects.filter(email="lin@example.com").count() == 1


def test_link_does_not_replace_who_is_signed_in(boss, owner):
    secret = invite(boss)
    page = boss.get(reverse("join", args=[secret])).content.decode()
    assert "You are signed in as Maja Nowak, and this link is for Lin Yuting." in page
    join(boss, secret)
    assert Person.objects.filter(email="lin@example.com").count() == 0
    answer = boss.post(reverse("account_logout"), {"next": reverse("join", args=[secret])})
    assert answer.headers["Location"] == reverse("join", args=[secret])


def test_invitation_sent_twice_makes_one(boss):
    invite(boss)
    answer = boss.post(reverse("invite"), LIN)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["This e-mail has been invited already."]
    assert Invitation.objects.count() == 1


def test_invitation_of_somebody_who_is_here_is_refused(boss):
    factories.person(name="Chen Siyu", email="lin@example.com", password=PASSWORD)
    answer = boss.post(reverse("invite"), LIN)
    assert answer.context["form"].errors == {"email": ["“Chen Siyu” has this e-mail and can sign in with it."]}


def test_withdrawn_invitation_leaves_the_list(boss):
    invite(boss)
    assert [row.name for row in boss.get(reverse("people")).context["waiting"]] == ["Lin Yuting"]
    answer = boss.post(reverse("invitation_withdraw", args=[Invitation.objects.get().pk]))
    assert said(answer) == ["The invitation of “Lin Yuting” is withdrawn."]
    assert boss.get(reverse("people")).context["waiting"] == []


# ------------------------------------------------------------------ mail


@pytest.fixture
def mail_on(settings):
    """An installation that can send mail."""
    settings.HAS_MAIL = True


def test_invitation_is_mailed_where_mail_works(boss, mail_on, mailoutbox):
    secret = invite(boss)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["lin@example.com"], "Maja Nowak invites you to planloop")
    assert f"http://localhost/join/{secret}/" in mail.body.splitlines()


def test_link_for_a_person_is_mailed_in_their_language(boss, mail_on, mailoutbox):
    rep = factories.person(name="Lin <Yuting>", language="pl")
    boss.post(reverse("person_link", args=[rep.pk]))
    (mail,) = mailoutbox
    assert mail.to == [rep.email]
    assert "Lin <Yuting>" in mail.body
    assert mail.subject != "Your new planloop password"


def test_mail_that_fails_leaves_the_link_on_the_page(boss, mail_on, monkeypatch):
    def fail(*_args, **_kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    answer = boss.post(reverse("invite"), LIN)
    assert "The mail to lin@example.com could not be sent. Pass the link on yourself." in answer.content.decode()
    assert len(secret_of(answer)) > 20


# ------------------------------------------------------------------ people


def shown(answer) -> list[tuple[str, str]]:
    """Return names and standings in the order of the list."""
    invited = [(row.name, "invited") for row in answer.context["waiting"]]
    return invited + [(person.name, person.standing) for person in answer.context["page"]]


def test_list_shows_everybody_with_their_standing(boss):
    invite(boss)
    factories.person(name="Ben", password=PASSWORD)
    factories.person(name="Chen Siyu", is_active=False)
    assert shown(boss.get(reverse("people"))) == [
        ("Lin Yuting", "invited"),
        ("Ben", "active"),
        ("Chen Siyu", "deactivated"),
        ("Maja Nowak", "no_sign_in"),
    ]
    for standing, names in (("invited", ["Lin Yuting"]), ("active", ["Ben"]), ("deactivated", ["Chen Siyu"])):
        answer = boss.get(reverse("people"), {"standing": standing})
        assert [name for name, _standing in shown(answer)] == names


def test_list_shows_a_team_with_those_below(boss):
    north = factories.team("North")
    factories.person(name="Ben", team=factories.team("North city", parent=north))
    factories.person(name="Chen", team=factories.team("South"))
    invite(boss, team=north.pk)
    answer = boss.get(reverse("people"), {"team": north.pk})
    assert shown(answer) == [("Lin Yuting", "invited"), ("Ben", "no_sign_in")]


@pytest.mark.parametrize(
    "query",
    [
        {"team": "x"},
        {"team": "999"},
        {"team": "-1"},
        {"team": "²"},
        {"team": "9" * 18},
        {"team": "9" * 20},
        {"team": "9" * 5000},
        {"standing": "x"},
        {"page": "x"},
        {"page": "99"},
        {"page": "9" * 5000},
    ],
)
def test_list_takes_any_address(boss, query):
    assert shown(boss.get(reverse("people"), query)) == [("Maja Nowak", "no_sign_in")]


def test_list_is_paged_and_takes_few_queries(boss, django_assert_max_num_queries):
    Person.objects.bulk_create(Person(name=f"Person {number:03}", role="rep") for number in range(150))
    with django_assert_max_num_queries(9):
        first = boss.get(reverse("people"))
    assert len(shown(first)) == 100
    assert len(shown(boss.get(reverse("people"), {"page": 2}))) == 51


def test_others_see_people_but_no_invitations_and_nothing_to_change(boss, sign_in, owner):
    invite(boss)
    rep = sign_in(factories.person(name="Ben"))
    page = rep.get(reverse("people")).content.decode()
    assert "Maja Nowak" in page
    assert "Lin Yuting" not in page
    for address in (reverse("invite"), reverse("team_new")):
        assert address not in page
    page = rep.get(reverse("person", args=[owner.pk])).content.decode()
    assert owner.email in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def meanwhile(answer) -> dict[str, tuple[str, bool]]:
    """Return by field what somebody else saved, and whether the form took it over."""
    return {name: (item.words, item.taken) for name, item in answer.context["form"].conflicts.items()}


def test_edit_saves_and_shows_both_versions_to_the_second(boss):
    rep = factories.person(name="Lin")
    address = reverse("person", args=[rep.pk])
    seen = boss.get(address).context["form"]["seen"].value()
    values = {"name": "Lin Yuting", "email": rep.email, "role": "viewer", "team": "", "seen": seen}
    answer = boss.post(address, values)
    assert (answer.headers["Location"], said(answer)) == (reverse("people"), ["“Lin Yuting” saved."])
    answer = boss.post(address, {**values, "name": "Lin Y.", "role": "rep", "email": "new@example.com"})
    assert (answer.status_code, meanwhile(answer)) == (
        409,
        {"name": ("Lin Yuting", False), "role": ("Viewer", True)},
    )
    form = answer.context["form"]
    assert [form[name].value() for name in ("name", "role", "email")] == ["Lin Y.", "viewer", "new@example.com"]
    assert "Maja Nowak saved this record while you were editing it." in answer.content.decode()
    assert Person.objects.values_list("name", "role").get(pk=rep.pk) == ("Lin Yuting", "viewer")
    again = {name: form[name].value() or "" for name in ("name", "role", "email", "team", "seen")}
    assert boss.post(address, again).status_code == 302
    assert Person.objects.values_list("name", "role", "email").get(pk=rep.pk) == (
        "Lin Y.",
        "viewer",
        "new@example.com",
    )


@pytest.mark.parametrize("seen", ["", "forged"])
def test_edit_without_what_was_seen_does_not_overwrite(boss, seen):
    rep = factories.person(name="Lin")
    values = {"name": "X", "email": "", "role": "owner", "team": "", "seen": seen}
    answer = boss.post(reverse("person", args=[rep.pk]), values)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["This form is not complete. Load the page again."]
    assert Person.objects.get(pk=rep.pk).name == "Lin"


def test_last_owner_is_told_why_not(boss, owner):
    owner.set_password(PASSWORD)
    owner.save()
    client = Client(HTTP_HOST="localhost")
    client.force_login(owner)
    answer = client.post(reverse("person_deactivate", args=[owner.pk]))
    sentence = "“Maja Nowak” is the only owner. Make somebody else owner before you deactivate this account."
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_deactivated_person_is_out_at_once_and_for_good(boss, visitor):
    rep = factories.person(name="Ben", password=PASSWORD)
    customer = factories.customer(owner=rep)
    visitor.force_login(rep)
    assert visitor.get(reverse("account")).status_code == 200
    answer = boss.post(reverse("person_deactivate", args=[rep.pk]))
    assert said(answer) == ["“Ben” can no longer sign in."]
    assert visitor.get(reverse("account")).headers["Location"].startswith(reverse("account_login"))
    boss.post(reverse("person_reactivate", args=[rep.pk]))
    assert visitor.get(reverse("account")).headers["Location"].startswith(reverse("account_login"))
    customer.refresh_from_db()
    assert customer.owner == rep


def test_page_of_a_deactivated_person_leads_to_what_they_own(boss):
    rep = factories.person(is_active=False)
    factories.customer(owner=rep)
    page = boss.get(reverse("person", args=[rep.pk])).content.decode()
    assert f'href="/customers/?owner={rep.pk}"' in page
    assert "These stay where they are until somebody gives them to another owner." in page


def test_sign_in_link_lets_somebody_set_a_password_and_asks_the_second_step(boss, visitor):
    from allauth.mfa.models import Authenticator

    rep = factories.person(name="Ben", password="the old password")
    Authenticator.objects.create(user=rep, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    secret = secret_of(boss.post(reverse("person_link", args=[rep.pk])))
    assert "Hello Ben. The old password stops working." in visitor.get(f"/join/{secret}/").content.decode()
    assert join(visitor, secret).headers["Location"] == reverse("mfa_authenticate")
    rep.refresh_from_db()
    assert rep.check_password(PASSWORD)
    boss.post(reverse("person_reset_two_step", args=[rep.pk]))
    assert Authenticator.objects.count() == 0


# ------------------------------------------------------------------ teams


def test_team_is_added_renamed_moved_and_removed(boss):
    boss.post(reverse("team_new"), {"name": "Sales", "parent": ""})
    sales = Team.objects.get()
    boss.post(reverse("team_new"), {"name": "North", "parent": sales.pk})
    north = Team.objects.get(name="North")
    address = reverse("team", args=[north.pk])
    seen = boss.get(address).context["form"]["seen"].value()
    boss.post(address, {"name": "Far North", "parent": "", "seen": seen})
    north.refresh_from_db()
    assert (north.name, north.parent) == ("Far North", None)
    answer = boss.post(reverse("team_remove", args=[north.pk]))
    assert said(answer) == ["“Far North” is removed."]
    assert [branch.team for branch in boss.get(reverse("people")).context["tree"]] == [sales]
    boss.post(reverse("team_restore", args=[north.pk]))
    assert [branch.team.name for branch in boss.get(reverse("people")).context["tree"]] == ["Far North", "Sales"]


def test_team_offers_no_place_within_itself_and_refuses_one(boss):
    sales = factories.team("Sales")
    north = factories.team("North", parent=sales)
    address = reverse("team", args=[sales.pk])
    form = boss.get(address).context["form"]
    assert [label for _pk, label in form.fields["parent"].choices] == ["Nothing, it stands at the top"]
    answer = boss.post(address, {"name": "Sales", "parent": north.pk, "seen": form["seen"].value()})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"parent": ["“North” is part of “Sales”. Choose a team outside it."]},
    )


def test_stale_team_shows_both_versions(boss, owner):
    team, sales = factories.team("North"), factories.team("Sales")
    address = reverse("team", args=[team.pk])
    seen = boss.get(address).context["form"]["seen"].value()
    team_operations.change(team, by=owner, name="Far North", parent=sales)
    answer = boss.post(address, {"name": "Deep North", "parent": "", "seen": seen})
    assert (answer.status_code, meanwhile(answer)) == (
        409,
        {"name": ("Far North", False), "parent": ("Sales", True)},
    )


def test_team_with_people_is_not_removed(boss):
    rep = factories.person(team=factories.team("North"))
    answer = boss.post(reverse("team_remove", args=[rep.team.pk]))
    sentence = "“North” has people in it, perhaps deactivated ones. Move them first."
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_new_team_of_a_team_proposes_its_place(boss):
    team = factories.team("Sales")
    form = boss.get(reverse("team_new"), {"parent": team.pk}).context["form"]
    assert form["parent"].value() == str(team.pk)


def test_a_change_of_role_counts_at_once(boss, owner, visitor):
    rep = factories.person("viewer")
    visitor.force_login(rep)
    assert visitor.get(reverse("invite")).status_code == 403
    operations.edit(rep, by=owner, values={"role": "owner"}, now=timezone.now())
    assert visitor.get(reverse("invite")).status_code == 200
