"""Numbers, money and times as people of each language write them, from the CLDR data in Babel.

English is written internationally: numbers as 1,234.5 and dates as 9 June 2026. A value that is not
there (None) is an en dash.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import get_currency_precision, get_currency_symbol
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planloop.base.models import Company
from planloop.terms.errors import Invalid

type Numeric = Decimal | int | float

NOTHING = "–"
_MINUS = "−"
_NBSP = "\N{NO-BREAK SPACE}"
_LOCALES = {"en": "en", "zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW", "pl": "pl_PL"}
_SHORT_FROM = 10_000
# Symbols that CLDR lacks or that read better at home: a company with yuan as its currency writes ¥, not CN¥.
_SYMBOLS = {("zh-hant", "TWD"): "NT$"}
_SYMBOLS_AT_HOME = {"CNY": "¥"}

_currency: ContextVar[str] = ContextVar("currency", default="")


@contextmanager
def in_currency(code: str) -> Iterator[None]:
    """Take this currency for money that names none, and write it with its short symbol."""
    token = _currency.set(code)
    try:
        yield
    finally:
        _currency.reset(token)


def home_currency() -> str:
    """Return the company's currency: the one set for this request, else what the database says."""
    return _currency.get() or next(iter(Company.objects.values_list("currency", flat=True)), "USD")


# ------------------------------------------------------------------ how a language writes


@dataclass(frozen=True)
class _Style:
    """The signs of one language."""

    language: str

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(_LOCALES[self.language])

    @cached_property
    def date_locale(self) -> Locale:
        return Locale.parse("en_GB") if self.language == "en" else self.locale

    @cached_property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")

    @cached_property
    def decimal(self) -> str:
        return self.locale.number_symbols["latn"]["decimal"]

    @cached_property
    def group(self) -> str:
        return self.locale.number_symbols["latn"]["group"]

    @cached_property
    def signs(self) -> dict[int, str]:
        """Map the signs of Python's own format to this language's."""
        return {ord(","): self.group, ord("."): self.decimal}

    @cached_property
    def units(self) -> list[tuple[int, str]]:
        """List the powers of ten that have a short name, largest first: (1_000_000, "M")."""
        found: dict[str, int] = {}
        patterns = self.locale.compact_decimal_formats["short"]["other"]
        for size in sorted(patterns, key=int):
            name = patterns[size].suffix[0].replace("'", "")  # CLDR quotes the point of “tys.”
            zeros = patterns[size].pattern.count("0")
            if name and name not in found:
                found[name] = int(size) // 10 ** (zeros - 1)
        return sorted(((size, name) for name, size in found.items()), reverse=True)

    @lru_cache(maxsize=512)  # noqa: B019 (there are as many styles as languages)
    def around(self, currency: str, home: str) -> tuple[str, str, int]:
        """Return what stands before and after an amount, and how many decimals the currency has.

        A foreign currency whose symbol is the home currency's is written with its code.
        """
        symbol = self._symbol(currency)
        if currency == home:
            symbol = _SYMBOLS_AT_HOME.get(currency, symbol)
        elif symbol == _SYMBOLS_AT_HOME.get(home, self._symbol(home)):
            symbol = currency
        before = self.locale.currency_formats["standard"].pattern.startswith("¤")
        space = _NBSP if not before or symbol[-1].isalpha() else ""
        precision = get_currency_precision(currency)
        return (symbol + space, "", precision) if before else ("", space + symbol, precision)

    def _symbol(self, currency: str) -> str:
        return _SYMBOLS.get((self.language, currency)) or get_currency_symbol(currency, self.locale)

    def digits(self, value: Numeric, decimals: int) -> str:
        """Write a value that is not negative."""
        return f"{value:,.{decimals}f}".translate(self.signs)

    def compact(self, value: Numeric) -> str:
        """Write a value that is not negative with three digits and a unit: 4.83M, 483万, 4,83 mln.

        Below 10,000 it is written in full. Chinese and thousands drop zeros after the decimal sign.
        """
        exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
        for size, name in self.units if exact >= _SHORT_FROM else ():
            part = exact / size
            decimals = 2 if part < 10 else 1 if part < 100 else 0
            part = round(part, decimals)
            # 999,950 is 1M, not 1,000K: what rounds up to the next unit is written in it.
            if part >= 1 and (exact >= size or part * size >= size):
                text = self.digits(part, decimals)
                if decimals and (self.is_chinese or size < 1_000_000):
                    text = text.rstrip("0").rstrip(self.decimal)
                return text + name
        return self.digits(exact, _decimals(exact, 3))


@lru_cache
def _style_of(language: str) -> _Style:
    return _Style(language if language in _LOCALES else "en")


def _style() -> _Style:
    return _style_of(get_language() or "en")


def _decimals(value: Numeric, most: int) -> int:
    """Return how many decimals show the value, at most so many."""
    text = f"{value:.{most}f}"
    return len(text.rstrip("0").partition(".")[2]) if most else 0


# ------------------------------------------------------------------ writing


def number(value: Numeric | None, decimals: int | None = None, *, short: bool = False) -> str:
    """Write a number, with up to three decimals unless told how many; `short` gives 4.83M or 483万."""
    if value is None:
        return NOTHING
    style, size = _style(), abs(value)
    if short:
        text = style.compact(size)
    else:
        text = style.digits(size, _decimals(size, 3) if decimals is None else decimals)
    return _signed(value, text)


def money(amount: Numeric | None, currency: str = "", *, short: bool = False) -> str:
    """Write an amount, by default in the company's currency; whole amounts have no decimals."""
    if amount is None:
        return NOTHING
    style, size, home = _style(), abs(amount), home_currency()
    before, after, precision = style.around(currency or home, home)
    text = style.compact(round(size)) if short and size >= _SHORT_FROM else ""
    text = text or style.digits(size, 0 if size == int(size) else precision)
    return _signed(amount, f"{before}{text}{after}")


def percent(fraction: Numeric | None, decimals: int = 0) -> str:
    """Write a fraction as per cent: 0.37 is 37%."""
    if fraction is None:
        return NOTHING
    return _signed(fraction, _style().digits(abs(fraction) * 100, decimals) + "%")


def either(words: list[str]) -> str:
    """Write a list of which one is true: A, B or C."""
    return format_list(words, style="or", locale=_style().date_locale)


def series(words: Iterable[str]) -> str:
    """Write words one after another: A, B or, in Chinese, A，B."""
    return ("，" if _style().is_chinese else ", ").join(words)


def _signed(value: Numeric, text: str) -> str:
    """Put the minus sign before a negative value, unless it was rounded to zero."""
    return _MINUS + text if value < 0 and re.search("[1-9]", text) else text


def day(value: datetime.date | None) -> str:
    """Write a date: 9 June 2026, 2026年6月9日, 9 czerwca 2026. Of a moment it is the local date."""
    if value is None:
        return NOTHING
    return _day(_style(), _local(value).date() if isinstance(value, datetime.datetime) else value)


def moment(value: datetime.datetime | None) -> str:
    """Write a local date and time: 9 June 2026, 14:05."""
    if value is None:
        return NOTHING
    style, local = _style(), _local(value)
    return f"{_day(style, local.date())}{' ' if style.is_chinese else ', '}{local:%H:%M}"


def ago(value: datetime.datetime | None, now: datetime.datetime | None = None) -> str:
    """Write how long ago it was, as "2 h ago" or "Yesterday"; earlier and future moments as the date."""
    if value is None:
        return NOTHING
    now = now or timezone.now()
    local, today = _local(value), _local(now).date()
    minutes = int((now - value).total_seconds() // 60)
    if minutes in (-1, 0):
        return _("Just now")
    if 0 < minutes < 60:
        return _("%(count)s min ago") % {"count": minutes}
    hours = minutes // 60
    if hours > 0 and (local.date() == today or hours < 6):
        return _("%(count)s h ago") % {"count": hours}
    if local.date() == today - datetime.timedelta(days=1):
        return _("Yesterday")
    return _day(_style(), local.date(), with_year=local.year != today.year)


def _local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@lru_cache(maxsize=4096)
def _day(style: _Style, value: datetime.date, with_year: bool = True) -> str:
    if with_year:
        return format_date(value, "long", locale=style.date_locale)
    return format_skeleton("MMMMd", value, locale=style.date_locale)


# ------------------------------------------------------------------ reading

# Full-width signs, and the other spaces and minus signs.
_PLAIN = str.maketrans("０１２３４５６７８９，．。＋－−\u00a0\u202f\u2009\u3000", "0123456789,..+--    ")
_GROUPS = {sign: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+", re.ASCII) for sign in ",."}
_SPACE_OF_GROUP = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))", re.ASCII)
_BODY = re.compile(r"[\d.,]*\d[\d.,]*", re.ASCII)


def parse_number(text: str) -> Decimal:
    """Read a number as people type and paste it: 1 234,5 and 1,234.5, also in full-width digits.

    A lone comma or point is what the language takes it for. Where it can be either, the
    number is refused, since a wrong guess is wrong by a factor of a thousand.

    Raises:
        Invalid: it is no number, or can be read in two ways.
    """
    plain = text.translate(_PLAIN).strip()
    sign, body = ("-", plain[1:].lstrip()) if plain.startswith("-") else ("", plain.removeprefix("+"))
    body = _SPACE_OF_GROUP.sub("", body)
    whole, decimals = _split(text, body) if _BODY.fullmatch(body) else (None, "")
    if whole is None:
        example = _style().digits(Decimal("1234.5"), 1)
        raise Invalid(
            _("“%(text)s” is not a number. Write it like %(example)s.") % {"text": text, "example": example}
        )
    return Decimal(f"{sign}{whole or 0}{'.' if decimals else ''}{decimals}")


def _split(text: str, body: str) -> tuple[str | None, str]:
    """Return the digits before and after the decimal sign; None when the groups are wrong."""
    last = max(body.rfind(","), body.rfind("."))
    if last < 0:
        return body, ""
    sign, style = body[last], _style()
    other = "." if sign == "," else ","
    if other in body or (body.count(sign) == 1 and not _is_group(text, body, sign, style)):
        whole, decimals = body[:last], body[last + 1 :]
        fits = whole.isdecimal() or not whole or (sign not in whole and _GROUPS[other].fullmatch(whole))
        return (whole.replace(other, ""), decimals) if fits else (None, "")
    return (body.replace(sign, ""), "") if _GROUPS[sign].fullmatch(body) else (None, "")


def _is_group(text: str, body: str, sign: str, style: _Style) -> bool:
    """Tell whether the only sign in the body parts thousands."""
    if sign == style.decimal or not _GROUPS[sign].fullmatch(body):
        return False
    if sign == style.group:
        return True
    one, other = body.replace(sign, ""), body.replace(sign, style.decimal)
    raise Invalid(
        _("“%(text)s” can be read in two ways. Write %(one)s or %(other)s.")
        % {"text": text, "one": one, "other": other}
    )
