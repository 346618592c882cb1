"""People and the team tree."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planloop.base.models.record import Record, ScopedQuerySet
from planloop.terms.scope import Scope


class Role(models.TextChoices):
    """What a person is here for; `base.roles` says what each may do."""

    OWNER = "owner", pgettext_lazy("role", "Owner")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    REP = "rep", _("Sales rep")
    MARKETER = "marketer", _("Marketer")
    SERVICE = "service", _("Customer service")
    FINANCE = "finance", _("Finance")
    VIEWER = "viewer", _("Viewer")


class TeamQuerySet(ScopedQuerySet):
    """The team tree."""

    def below(self, team_id: int) -> frozenset[int]:
        """Return the ids of the team and of every team under it, in one query."""
        children: dict[int | None, list[int]] = defaultdict(list)
        for pk, parent in self.active().values_list("pk", "parent"):
            children[parent].append(pk)
        found, waiting = {team_id}, [team_id]
        while waiting:
            new = [child for child in children[waiting.pop()] if child not in found]
            found.update(new)
            waiting += new
        return frozenset(found)


class Team(Record):
    """A team or department; teams form a tree."""

    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "parent",
                condition=models.Q(archived_at__isnull=True),
                name="team_names_differ_within_a_team",
                violation_error_message=_("There is a team with this name already."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(parent__isnull=True, archived_at__isnull=True),
                name="top_team_names_differ",
                violation_error_message=_("There is a team with this name already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="a_team_is_not_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Makes people with a hashed password."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "Person":
        """Create a person who signs in with this e-mail; no password means they cannot yet."""
        person = self.model(email=self.normalize_email(email).lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Record, AbstractBaseUser):
    """Somebody of the company. Without an e-mail a person owns rows but cannot sign in."""

    name = models.CharField(pgettext_lazy("person", "Name"), max_length=200)
    email = models.EmailField(_("E-mail"), null=True, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.REP)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("Team")
    )
    is_active = models.BooleanField(_("Active"), default=True)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often all sign-ins of this person were ended; part of what a session must know to stay valid."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("Person")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="an_email_belongs_to_one_person",
                violation_error_message=_("Somebody has this e-mail already."),
            ),
        ]
        indexes = [models.Index(fields=["team", "is_active"], name="person_team")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save; a sign-in is no edit, so it leaves the version alone."""
        if update_fields is not None and set(update_fields) == {"last_login"}:
            models.Model.save(self, *args, update_fields=update_fields, **kwargs)
        else:
            super().save(*args, update_fields=update_fields, **kwargs)

    def get_full_name(self) -> str:
        """Return the name; Django and allauth ask for it under this word."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session is checked against, so that ending sessions makes all of them invalid."""
        known = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("planloop.person.session", known, secret=secret, algorithm="sha256").hexdigest()

    @property
    def can_sign_in(self) -> bool:
        """Tell whether there is an e-mail and a password, and nobody closed the account."""
        return self.is_active and bool(self.email) and self.has_usable_password()

    @property
    def standing(self) -> str:
        """Return how the person stands to signing in: active, no_sign_in or deactivated."""
        if not self.is_active:
            return "deactivated"
        return "active" if self.can_sign_in else "no_sign_in"

    @property
    def initials(self) -> str:
        """Return two letters for the avatar; in Chinese the family name."""
        words = self.name.split()
        if not words:
            return "?"
        if words[0][0] >= "\u2e80":
            return words[0][0]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def avatar(self) -> str:
        """Return the style class of this person's avatar colour."""
        return f"a{(self.pk or 0) % 4 + 1}"

    @cached_property
    def scope(self) -> Scope:
        """Compute what this person may reach; once per instance, so once per request."""
        from planloop.base.roles import scope_of

        return scope_of(self)
