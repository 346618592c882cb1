"""People and invitations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from planloop.base.operations import invitations
from planloop.base.operations import people as operations
from planloop.base.policy import policy_of
from planloop.base.queries import invitations as invitation_queries
from planloop.base.queries import people as queries
from planloop.base.queries import teams as team_queries
from planloop.base.roles import DESCRIPTIONS
from planloop.terms.errors import Invalid, Stale
from planloop.web import mail
from planloop.web.people_forms import InvitationForm, PersonForm, TeamForm

PAGE = 100


def people(request: HttpRequest) -> HttpResponse:
    """List people and invitations beside the team tree; the address says which team and standing."""
    scope = request.user.scope
    team = _team(request)
    standing = request.GET.get("standing", "")
    waiting = list(invitation_queries.waiting(scope, team=team))
    found = queries.people(scope, standing=standing, team=team)
    page = Paginator(found if standing != "invited" else found.none(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": waiting if standing in ("", "invited") and page.number == 1 else [],
        "views": queries.views(scope, invited=len(waiting), team=team),
        "standing": standing,
        "team": team,
        "tree": team_queries.tree(scope),
        "may_invite": policy_of(InvitationForm.Meta.model).may(scope, "create"),
        "may_add_team": policy_of(TeamForm.Meta.model).may(scope, "create"),
        "now": timezone.now(),
    }
    return render(request, "web/people.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person; save what was changed unless somebody else did in the meantime."""
    row = _person(request, pk)
    form = PersonForm(request.POST or None, instance=row, scope=request.user.scope)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        changes = {"values": form.values, "expected_version": form.version}
        try:
            operations.edit(row, by=request.user, now=timezone.now(), **changes)
            messages.success(request, _("“%(person)s” saved.") % {"person": form.values["name"]})
            return redirect("people")
        except Invalid as error:
            form.take(error)
        except Stale as error:
            form.show_conflict(error.current)
            status = 409
    context = {"person": row, "form": form, "owned": queries.owned(row, request.user.scope), "roles": DESCRIPTIONS}
    context |= {"may_edit": policy_of(type(row)).may(request.user.scope, "edit", row)}
    return render(request, "web/person.html", context, status=status)


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Show the form of an invitation; answer it with the link, which is shown this once."""
    model = InvitationForm.Meta.model
    policy_of(model).require(request.user.scope, "create")
    form = InvitationForm(request.POST or None, scope=request.user.scope)
    if form.is_valid():
        try:
            invitation = invitations.invite(model, by=request.user, now=timezone.now(), **form.values)
            return _show_link(request, invitation)
        except Invalid as error:
            form.take(error)
    status = 422 if form.is_bound else 200
    return render(request, "web/invite.html", {"form": form, "roles": DESCRIPTIONS}, status=status)


@require_POST
@never_cache
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link with which somebody who is here sets a new password, and show it this once."""
    model = InvitationForm.Meta.model
    link = invitations.let_in(model, by=request.user, person=_person(request, pk), now=timezone.now())
    return _show_link(request, link)


@require_POST
@never_cache
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link for an invitation, and show it this once."""
    return _show_link(request, invitations.renew(_invitation(request, pk), by=request.user, now=timezone.now()))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation's link stop working."""
    invitation = invitations.withdraw(_invitation(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("The invitation of “%(name)s” is withdrawn.") % {"name": invitation.name})
    return redirect("people")


@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's way in; the toast offers to undo it."""
    row = operations.deactivate(_person(request, pk), by=request.user, now=timezone.now())
    undo = reverse("person_reactivate", args=[pk])
    messages.success(
        request, _("“%(person)s” can no longer sign in.") % {"person": row}, extra_tags=f"undo:{undo}"
    )
    return redirect("person", pk)


@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open somebody's way in again."""
    row = operations.reactivate(_person(request, pk), by=request.user)
    messages.success(request, _("“%(person)s” can sign in again.") % {"person": row})
    return redirect("person", pk)


@require_POST
def reset_two_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn off the second step of somebody who lost it."""
    row = operations.reset_two_step(_person(request, pk), by=request.user)
    messages.success(request, _("“%(person)s” signs in with the password alone now.") % {"person": row})
    return redirect("person", pk)


def _show_link(request: HttpRequest, invitation) -> HttpResponse:  # noqa: ANN001 (an invitation)
    link = request.build_absolute_uri(reverse("join", args=[invitation.secret]))
    context = {"invitation": invitation, "link": link, "mailed": mail.send_link(invitation, link)}
    return render(request, "web/invitation_link.html", context)


def _person(request: HttpRequest, pk: int):  # noqa: ANN202 (a person)
    if found := queries.person(request.user.scope, pk):
        return found
    raise Http404


def _invitation(request: HttpRequest, pk: int):  # noqa: ANN202 (an invitation)
    if found := invitation_queries.invitation(request.user.scope, pk):
        return found
    raise Http404


def _team(request: HttpRequest):  # noqa: ANN202 (a team, or None for all)
    pk = request.GET.get("team", "")
    # Databases count to nineteen digits, and Python does not read thousands of them.
    return team_queries.team(request.user.scope, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
