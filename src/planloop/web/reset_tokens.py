"""The tokens in mailed links for a new password."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from planloop.base.models import Person


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens that a deactivation ends for good, as it ends sign-ins, even when the account is opened again."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        known = super()._make_hash_value(user, timestamp)
        return f"{known}:{user.is_active}:{user.sessions_ended}"
