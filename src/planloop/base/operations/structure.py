"""What holds for roles and teams together, whoever changes them."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext as _

from planloop.base.models import Company, Person, Role, Team
from planloop.terms.errors import Invalid


def hold_structure() -> None:
    """Let one change of roles, teams and membership happen at a time, until the transaction ends.

    Two owners who take each other's role, or two teams that are moved under each other, would
    each be right alone and wrong together. Everybody takes this lock after that of the row.
    """
    list(Company.objects.select_for_update(no_key=True).values_list("pk"))


def keep_an_owner(person: Person, sentence: str) -> None:
    """Refuse with the sentence when nobody but this person could act as owner.

    Raises:
        Invalid: there is no other.
    """
    owners = Person.objects.filter(role=Role.OWNER, is_active=True, email__isnull=False).exclude(pk=person.pk)
    if not owners.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        raise Invalid(sentence)


def check_team(team: Team | None, field: str) -> None:
    """Refuse a team that was removed in the meantime.

    Raises:
        Invalid: with the sentence beside the field.
    """
    if team is not None and not Team.objects.active().filter(pk=team.pk).exists():
        sentence = _("“%(team)s” has been removed. Choose another team.") % {"team": team}
        raise Invalid(sentence, {field: sentence})
