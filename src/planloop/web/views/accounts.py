"""Signing in and out, one's own account, and joining by a link. allauth does the work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as two_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from planloop.base.operations import invitations, people
from planloop.base.queries import invitations as invitation_queries
from planloop.base.queries import people as queries
from planloop.terms.errors import Invalid, Stale
from planloop.web import accounts
from planloop.web.forms import JoinForm
from planloop.web.people_forms import AccountForm

type View = Callable[..., HttpResponse]


class _Answers422:
    """A form that cannot be taken is answered as such."""

    def form_invalid(self: Any, form: Any) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(_Answers422, account.LoginView):
    pass


class PasswordChange(_Answers422, account.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only who has a password can change it."""
        if not request.user.has_usable_password():
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)


class PasswordForgotten(_Answers422, account.PasswordResetView):
    pass


class PasswordReset(_Answers422, account.PasswordResetFromKeyView):
    pass


class PasswordAgain(_Answers422, account.ReauthenticateView):
    pass


class Code(_Answers422, two_step.AuthenticateView):
    pass


class CodeAgain(_Answers422, two_step.ReauthenticateView):
    pass


class TwoStepOn(_Answers422, totp.ActivateTOTPView):
    pass


class TwoStepOff(_Answers422, totp.DeactivateTOTPView):
    pass


class NewRecoveryCodes(_Answers422, codes.GenerateRecoveryCodesView):
    pass


sign_out = require_POST(account.logout)


def needs_mail(view: View) -> View:
    """Answer that there is no such page where planloop cannot send mail; the page is open to everybody."""

    @login_not_required
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.HAS_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def my_account(request: HttpRequest) -> HttpResponse:
    """Show one's own settings and how one signs in; save the settings."""
    person = queries.person(request.user.scope, request.user.pk)
    form = AccountForm(request.POST or None, instance=person, scope=request.user.scope)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            people.settings(person, by=request.user, values=form.values, expected_version=form.version)
            messages.success(request, _("Your settings are saved."))
            return redirect("account")
        except Invalid as error:
            form.take(error)
        except Stale as error:
            form.show_conflict(error.current)
            status = 409
    return render(request, "web/account.html", {"form": form, "person": person}, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("secret", "form")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody with a link set a password, and sign them in."""
    invitation = invitation_queries.by_secret(secret, timezone.now())
    if invitation is None:
        return render(request, "web/join_gone.html", status=404)
    if request.user.is_authenticated:
        return render(request, "web/join_signed_in.html", {"invitation": invitation})
    form = JoinForm(request.POST or None, invitation=invitation)
    if form.is_valid():
        values = {"password": form.cleaned_data["password"], "language": request.LANGUAGE_CODE}
        try:
            return accounts.sign_in(request, invitations.accept(secret, **values, now=timezone.now()))
        except Invalid as error:
            form.take(error)
    status = 422 if form.is_bound else 200
    return render(request, "web/join.html", {"form": form, "invitation": invitation}, status=status)
