"""How allauth, which signs people in, meets planloop's people, operations and words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from planloop.base.models import Person
from planloop.base.operations import people as operations

_LOCKED = _("Too many tries. Wait five minutes, then try again.")
_WRONG_CODE = _("This code does not match. Type the one that your app shows now.")


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation only, and every password is set by an operation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail and password do not match."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _WRONG_CODE,
        "rate_limited": _LOCKED,
        "too_many_login_attempts": _LOCKED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that nobody signs up by themselves."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Set the password by the operation, which writes the audit entry."""
        user.password = operations.set_password(user, by=user, password=password).password

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Mail the link to the address we know, in the person's language."""
        with translation.override(user.language or translation.get_language()):
            super().send_password_reset_mail(user, user.email, context)

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is."""
        return subject

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account."""
        return reverse("account")


class TwoStepAdapter(DefaultMFAAdapter):
    """Two-step sign-in in planloop's words."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _WRONG_CODE}


def sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign the person in, after the code of the second step where it is on, and lead on."""
    return perform_login(request, Login(user=person, email=person.email))


@receiver(authenticator_added)
def note_two_step_on(user: Person, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Write the audit entry; recovery codes come along and need none of their own."""
    if authenticator.type == Authenticator.Type.TOTP:
        operations.two_step_turned_on(user, by=user)


@receiver(authenticator_removed)
def note_two_step_off(user: Person, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Write the audit entry."""
    if authenticator.type == Authenticator.Type.TOTP:
        operations.two_step_turned_off(user, by=user)


@receiver(authenticator_reset)
def note_recovery_codes(user: Person, **_kwargs: Any) -> None:
    """Write the audit entry."""
    operations.recovery_codes_renewed(user, by=user)
