"""The team tree."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planloop.base.operations import teams as operations
from planloop.base.policy import policy_of
from planloop.base.queries import teams as queries
from planloop.terms.errors import Invalid, Stale
from planloop.web.people_forms import TeamForm


def new(request: HttpRequest) -> HttpResponse:
    """Show the empty form; add the team from it."""
    model = TeamForm.Meta.model
    policy_of(model).require(request.user.scope, "create")
    form = TeamForm(request.POST or None, scope=request.user.scope, initial={"parent": request.GET.get("parent")})
    if form.is_valid():
        try:
            operations.create(model, by=request.user, **form.values)
            return redirect("people")
        except Invalid as error:
            form.take(error)
    return render(request, "web/team.html", {"form": form}, status=422 if form.is_bound else 200)


def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team's name and place; rename or move it unless somebody else did in the meantime."""
    row = _team(request, pk)
    policy_of(type(row)).require(request.user.scope, "edit", row)
    form = TeamForm(request.POST or None, instance=row, scope=request.user.scope)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            operations.change(row, by=request.user, expected_version=form.version, **form.values)
            return redirect("people")
        except Invalid as error:
            form.take(error)
        except Stale as error:
            form.show_conflict(error.current)
            status = 409
    return render(request, "web/team.html", {"form": form, "team": row}, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an empty team into the bin; the toast offers to undo it."""
    row = operations.remove(_team(request, pk), by=request.user, now=timezone.now())
    undo = reverse("team_restore", args=[pk])
    messages.success(request, _("“%(team)s” is removed.") % {"team": row}, extra_tags=f"undo:{undo}")
    return redirect("people")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a team out of the bin."""
    operations.restore(_team(request, pk, removed=True), by=request.user)
    return redirect("people")


def _team(request: HttpRequest, pk: int, *, removed: bool = False):  # noqa: ANN202 (a team)
    if found := queries.team(request.user.scope, pk, removed=removed):
        return found
    raise Http404
