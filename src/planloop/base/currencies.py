"""The currencies that a company may keep its money in."""

from functools import cache

from babel import Locale

# fmt: off
COMMON = (
    "AED", "ARS", "AUD", "BDT", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR",
    "GBP", "GEL", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD", "KZT", "LKR", "MAD", "MOP",
    "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD",
    "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
)
# fmt: on
DEFAULT = {"en": "USD", "pl": "PLN", "zh-hans": "CNY", "zh-hant": "TWD"}


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return code and label of each currency, the language's own first: USD and "USD, US Dollar"."""
    name, _hyphen, script = language.partition("-")
    names = Locale(name, script=script.title() or None).currencies
    own = DEFAULT[language]
    return tuple((code, f"{code}, {names[code]}") for code in (own, *(code for code in COMMON if code != own)))
