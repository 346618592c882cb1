"""What people type to start, join and sign in."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as two_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from planloop.base import currencies
from planloop.base.models import Invitation, Person
from planloop.terms.errors import Invalid

MIN_LENGTH = next(
    validator["OPTIONS"]["min_length"]
    for validator in settings.AUTH_PASSWORD_VALIDATORS
    if validator["NAME"].endswith(MinimumLengthValidator.__name__)
)


POLICY = format_lazy(
    _("At least {count} characters, not only digits, no common password, and nothing like name or e-mail."),
    count=MIN_LENGTH,
)


class CurrentPasswordField(forms.CharField):
    """The password that somebody has."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(**{"label": _("Password"), "strip": False, "widget": widget, **kwargs})


class NewPasswordField(forms.CharField):
    """A password to be; its rules stand beside it before anybody breaks one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": MIN_LENGTH})
        super().__init__(
            **{"label": _("Password"), "strip": False, "widget": widget, "help_text": POLICY, **kwargs}
        )


class TakesErrors:
    """A form that shows an operation's findings beside the fields."""

    def take(self: Any, error: Invalid) -> None:
        """Show the sentences."""
        for name, sentence in (error.fields or {"": str(error)}).items():
            self.add_error(name if name in self.fields else None, sentence)


# ------------------------------------------------------------------ the first page and joining


class StartForm(TakesErrors, forms.Form):
    """The company and its owner."""

    company = forms.CharField(label=_("Company"), max_length=200)
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = NewPasswordField()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=_("Currency"))
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": True}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        self.initial = {"language": language, "currency": currencies.DEFAULT[language], **self.initial}
        self.fields["currency"].choices = currencies.choices(language)

    def clean_time_zone(self) -> str:
        """Take what the browser says if it is a time zone."""
        name = self.cleaned_data["time_zone"]
        return name if name in available_timezones() else "UTC"

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and against name and e-mail."""
        values = super().clean() or {}
        owner = Person(name=values.get("name", ""), email=values.get("email", ""))
        _check_password(self, "password", owner)
        return values


class JoinForm(TakesErrors, forms.Form):
    """The password of somebody who joins, or who lost the old one."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "readonly": True}),
    )
    password = NewPasswordField()

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"email": invitation.email}, **kwargs)
        self.person = invitation.person or Person(name=invitation.name, email=invitation.email)

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and against name and e-mail."""
        values = super().clean() or {}
        _check_password(self, "password", self.person)
        return values


def _check_password(form: forms.Form, field: str, person: Person) -> None:
    try:
        if form.cleaned_data.get(field):
            validate_password(form.cleaned_data[field], person)
    except ValidationError as error:
        form.add_error(field, error)


# ------------------------------------------------------------------ signing in


class SignInForm(account.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
        )
        self.fields["password"] = CurrentPasswordField()
        self.fields["remember"].label = _("Keep me signed in on this computer")
        self.fields["remember"].initial = True
        self.order_fields(["login", "password", "remember"])

    def clean(self) -> dict[str, Any]:
        """Say what does not match beside the password."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class PasswordAgainForm(account.ReauthenticateForm):
    """The password again, before something that matters."""

    password = CurrentPasswordField()


class PasswordChangeForm(account.ChangePasswordForm):
    """The old and the new password. Nobody need type the new one twice: a browser shows or keeps it."""

    oldpassword = CurrentPasswordField(label=_("Current password"))
    password1 = NewPasswordField(label=_("New password"))
    password2 = None

    def clean_password1(self) -> str:
        """Hold the password against the rules."""
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


class PasswordForgottenForm(account.ResetPasswordForm):
    """Where to send the link for a new password."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))

    def clean_email(self) -> str:
        """Find who is meant: nobody without a password, because letting somebody in is an owner's choice."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.can_sign_in]
        return email


class PasswordResetForm(account.ResetPasswordKeyForm):
    """The new password of somebody who came by a mailed link."""

    password1 = NewPasswordField(label=_("New password"))
    password2 = None

    def clean_password1(self) -> str:
        """Hold the password against the rules."""
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


class _Code:
    """The field of a code, and its memory: a code is good for a minute and a half, but only once."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        )
        self.fields["code"] = forms.CharField(
            label=pgettext_lazy("one-time", "Code"), max_length=20, widget=widget
        )

    def clean_code(self: Any) -> str:
        code = super().clean_code()  # type: ignore[misc]
        seconds = 90  # allauth itself remembers for one step of thirty seconds
        if not cache.add(f"code:{self.user.pk}:{normalize_user_code(code)}", True, timeout=seconds):
            raise two_step.get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Code, two_step.AuthenticateForm):
    """The code of the second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True


class CodeAgainForm(_Code, two_step.ReauthenticateForm):
    """A code, before something that matters."""


class FirstCodeForm(_Code, ActivateTOTPForm):
    """The code that proves that the app knows the key."""
