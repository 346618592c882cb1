"""What people type on the pages of web."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    """The company and its owner."""

    company = forms.CharField(label=_("Company"), max_length=200)
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, validators=[validate_password])
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="USD")
