"""What the log says, without the secrets that stand in addresses."""

import logging
import re

# Whoever reads these could set somebody's password: invitations, and mailed links for a new password.
_SECRET = re.compile(r"(/join/|/password/[0-9a-z]+-)[^/\s]+", re.IGNORECASE)


class Formatter(logging.Formatter):
    """Writes a line, and a traceback if there is one, with "…" in place of secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, whichever logger it comes from."""
        return _SECRET.sub(r"\1…", super().format(record))
