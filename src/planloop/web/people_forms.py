"""What people type about people and teams, and what others saved meanwhile."""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from planloop.base.models import Invitation, Person, Team
from planloop.base.queries import history, teams
from planloop.base.record_form import Meanwhile
from planloop.terms.scope import Scope
from planloop.web.forms import TakesErrors

_SALT = "planloop.versioned-form"


class VersionedForm(TakesErrors, forms.ModelForm):
    """A form that knows what the person saw: `seen` holds, signed, the row's version and values of that moment."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.conflict: history.Line | None = None
        self.conflicts: dict[str, Meanwhile] = {}
        self.initial["seen"] = self._seal(self.instance)

    @property
    def version(self) -> int:
        """Return the version that the person saw."""
        return self._saw["version"]

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def clean(self) -> dict[str, Any]:
        """Read what the person saw; without it a save could overwrite anything."""
        try:
            self._saw = signing.loads(self.cleaned_data.get("seen", ""), salt=_SALT)
        except signing.BadSignature:
            self._saw = {"version": 0, "values": {}}
            if self.instance.pk:
                self.add_error(None, gettext("This form is not complete. Load the page again."))
        return self.cleaned_data

    def show_conflict(self, current: Model) -> None:
        """Show beside each field what somebody else saved there meanwhile; what was typed stays.

        A field that the person had not touched takes over what was saved. Sending the form again saves it.
        """
        self.conflict = next(iter(history.of(current, self.scope).lines), None)
        self.data = self.data.copy()
        for name in self._meta.fields:
            saw, saved = self._saw["values"].get(name), self._plain(name, getattr(current, name))
            typed = self._plain(name, self.cleaned_data[name])
            if saved not in (saw, typed):
                taken = typed == saw
                if taken:
                    self.data[name] = saved
                self.conflicts[name] = Meanwhile(self._words(name, saved), saved, taken)
        self.data["seen"] = self._seal(current)

    def _post_clean(self) -> None:
        """Leave the row alone: the operation writes and checks it."""

    def _seal(self, row: Model) -> str:
        values = {name: self._plain(name, getattr(row, name)) for name in self._meta.fields}
        return signing.dumps({"version": getattr(row, "version", 0), "values": values}, salt=_SALT)

    def _plain(self, name: str, value: Any) -> str:
        """Return a value as the control of its field holds it."""
        key = self.fields[name].prepare_value(value)
        return "" if key is None else str(key)

    def _words(self, name: str, plain: str) -> str:
        """Return how a value reads: of a choice its label."""
        labels = {str(code): str(label) for code, label in getattr(self.fields[name], "choices", ())}
        return labels.get(plain, plain) or gettext("empty")


class AccountForm(VersionedForm):
    """One's own settings."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Person
        fields = ("name", "language")


class PersonForm(VersionedForm):
    """Who somebody is and where in the company."""

    class Meta:
        model = Person
        fields = ("name", "email", "role", "team")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        _offer_teams(self.fields["team"], scope)


class InvitationForm(VersionedForm):
    """Whom to invite."""

    class Meta:
        model = Invitation
        fields = ("name", "email", "role", "team")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        _offer_teams(self.fields["team"], scope)


class TeamForm(VersionedForm):
    """A team's name and place."""

    class Meta:
        model = Team
        fields = ("name", "parent")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        _offer_teams(
            self.fields["parent"],
            scope,
            none=pgettext_lazy("team", "Nothing, it stands at the top"),
            without=self.instance,
        )


def _offer_teams(field: Any, scope: Scope, *, none: Any = None, without: Team | None = None) -> None:
    """Let the field choose among the teams, each with its path."""
    field.queryset = field.queryset.for_user(scope).active()
    field.choices = [("", none or _("No team")), *teams.choices(scope, without=without)]
