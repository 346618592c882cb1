"""Settings from the environment, each with a working default; docs/settings.md lists them."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class BadSetting(Exception):
    """An environment variable holds something that planloop cannot use."""


def home() -> Path:
    """Return the data folder, made when missing: PLANLOOP_HOME, by default ~/.planloop."""
    path = Path(os.environ.get("PLANLOOP_HOME") or Path.home() / ".planloop").expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"The data folder {path} cannot be made ({error.strerror}). Set PLANLOOP_HOME to another."
        ) from error
    return path


def secret_key(folder: Path) -> str:
    """Return PLANLOOP_SECRET_KEY, or the one kept in the data folder, made on first start."""
    if key := os.environ.get("PLANLOOP_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def flag(name: str, default: bool = False) -> bool:
    """Read yes or no."""
    value = os.environ.get(name, "").strip().casefold()
    if value in ("", "0", "no", "false", "off"):
        return default if value == "" else False
    if value in ("1", "yes", "true", "on"):
        return True
    raise BadSetting(f"{name} is “{value}”; use yes or no.")


def count(name: str) -> int:
    """Read how many; 0 when nothing is said."""
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise BadSetting(f"{name} is “{value}”; use a whole number.")
    return int(value or 0)


def words(name: str, default: str = "") -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings for a database address; empty means a SQLite file in the data folder.

    Raises:
        BadSetting: the address is of no database that planloop knows.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        named = unquote(parts.path.removeprefix("/"))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": named or str(folder / "planloop.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": _port(parts, "DATABASE_URL"),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise BadSetting(
        f"DATABASE_URL begins with “{parts.scheme}”. Use sqlite:///file or postgresql://user:password@host/name."
    )


def mail(url: str) -> dict[str, Any] | None:
    """Return the mailer for a mail server's address, such as smtp://user:password@host:587; None for no mail.

    smtp turns on TLS after the greeting (unless ?tls=no), smtps speaks it from the start.

    Raises:
        BadSetting: the address is of no mail server.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadSetting(
            "PLANLOOP_EMAIL_URL is not like smtp://user:password@host:587 or smtps://user:password@host."
        )
    implicit = parts.scheme == "smtps"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": int(_port(parts, "PLANLOOP_EMAIL_URL") or (465 if implicit else 587)),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": implicit,
            "use_tls": not implicit and dict(parse_qsl(parts.query)).get("tls") != "no",
            "timeout": 10,
        },
    }


def _port(parts: SplitResult, name: str) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise BadSetting(f"The port in {name} is not a number from 1 to 65535.") from None
