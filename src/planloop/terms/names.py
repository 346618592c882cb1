"""Comparison keys: two ways of writing the same name, address or number give the same key."""

import re
import unicodedata

_LEGAL = re.compile(
    r"\b(?:inc|incorporated|llc|llp|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|kg|sa|sas|sarl|srl|spa|nv|bv|ab|as|oy"
    r"|sp z o ?o|spolka z o ?o|s ?a|sp k|sp j)\b\.?"
)
_LEGAL_HAN = re.compile(r"(?:股份有限公司|有限责任公司|有限責任公司|有限公司|股份公司|集团公司|集團公司|公司)$")
_PUBLIC_MAIL = frozenset(
    f"{name}.com"
    for name in (
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "live",
        "yahoo",
        "icloud",
        "aol",
        "mail",
        "qq",
        "163",
        "126",
        "sina",
        "foxmail",
        "aliyun",
    )
) | {"gmx.de", "web.de", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "sina.cn", "proton.me"}
# Latin letters that do not fall apart into a base letter and an accent.
_LETTERS = dict(zip("łøđħŧßæœþð", "lodhtsaotd", strict=True))
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
# Accents are among the characters that are no part of a word.
_SIGN = re.compile(r"[^\w\s!-~]")


def plain(text: str) -> str:
    """Fold width, case and accents: 'Ｃafé Łódź' becomes 'cafe lodz'."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = _LETTER.sub(lambda letter: _LETTERS[letter[0]], folded)
    return _SIGN.sub(_without_accent, folded)


def _without_accent(sign: re.Match[str]) -> str:
    return "" if unicodedata.combining(sign[0]) else sign[0]


def name_key(name: str) -> str:
    """Return the key of a company's or person's name, without legal form, spaces and signs.

    A name made only of such words keeps them, so that no name has an empty key.

    >>> name_key("GTX Pro, Ltd.") == name_key("gtxpro")
    True
    """
    words = re.sub(r"[^\w]+", " ", plain(name).replace("_", " ")).strip()
    short = re.sub(r"\s+", "", _LEGAL.sub(" ", words))
    short = _LEGAL_HAN.sub("", short)
    return (short or words.replace(" ", "") or name.strip())[:255]


def domain_key(address: str) -> str:
    """Return the domain of a website or e-mail; empty for none and for public mail providers."""
    host = re.sub(r"^[a-z]+://", "", address.strip().casefold())
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    host = host.removeprefix("www.").rstrip(".")
    return "" if "." not in host or " " in host or host in _PUBLIC_MAIL else host[:255]


def phone_key(phone: str) -> str:
    """Return the last nine digits of a number; empty when it has fewer than six."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return digits[-9:] if len(digits) >= 6 else ""


def monogram(name: str) -> str:
    """Return the first letters of the first two words, or the first Chinese sign.

    >>> monogram("Hardy & Cole Bakery"), monogram("云栖酒店集团")
    ('HC', '云')
    """
    words: list[str] = re.findall(r"\w+", name) or ["?"]
    if words[0][0] >= "\u2e80":
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()
