"""Mail to people. It goes out at once and not by a worker, whose queue would keep the secret of the link."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from planloop.base.models import Invitation

log = logging.getLogger(__name__)


def send_link(invitation: Invitation, link: str) -> str:
    """Mail a link to whom it is for, in their language if known, and return "sent", "failed" or "" for no mail."""
    if not settings.HAS_MAIL:
        return ""
    person = invitation.person
    with translation.override((person and person.language) or translation.get_language()):
        context = {"invitation": invitation, "link": link}
        kind = "password_link" if person else "invitation"
        subject = render_to_string(f"web/mail/{kind}_subject.txt", context).strip()
        body = render_to_string(f"web/mail/{kind}.txt", context).strip() + "\n"
    try:
        send_mail(subject, body, None, [invitation.email])
    except (OSError, SMTPException) as error:
        log.warning("A link could not be mailed: %s", type(error).__name__)
        return "failed"
    return "sent"
