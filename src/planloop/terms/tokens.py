"""Search tokens: how texts are cut for the search index, and what a person's words ask of it.

Latin words are found by their beginnings. Text written without spaces (Han, Kana, Hangul) is cut into
overlapping pairs of characters, so that any two characters in a row are found. Telephone numbers are
found from their start, from their national part and from their last digits.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planloop.terms.names import plain

VERSION = 1
"""Rises whenever the same text is cut differently, so that an index knows that it is out of date."""

LONGEST = 64
"""Characters of a token. A longer word is cut, in the index and in the question alike."""
LONGEST_QUESTION = 200
MOST_TERMS = 32
"""Terms of a question; the words beyond are left aside."""
LEAST_DIGITS = 4
"""As few last digits find a telephone number."""
MOST_DIGITS = 9
"""As many last digits tell one number from another, with or without the country's code."""

# Scripts without spaces between words, as they are after folding: Kana, Bopomofo, Han, Hangul.
_HAN = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W_{_HAN}]"
_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_JOINT = "['\u2019/-]"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_WORD = re.compile(f"{_LETTER}{{1,{LONGEST}}}|{_PICTURE}")
# Words joined by a sign are also found written as one: O'Brien, C-0012, 526-10-40.
_JOINED = re.compile(f"(?<!{_LETTER}){_LETTER}++(?:{_JOINT}{_LETTER}++)+")
_CHUNK = re.compile(f"[{_HAN}]+|{_LETTER}+(?:['\u2019/.@-]{_LETTER}+)*|{_PICTURE}")
# How web addresses begin says nothing: every second record would hold it.
_SCHEME = re.compile(r"https?://(?:www\.)?|(?<!\w)www\.(?=\w)")
# A number as people write telephone numbers, in groups of digits.
_NUMBER = re.compile(r"(?<![\w+])\+?\(?\d[\d\s()./-]{5,}\d(?!\w)")
# Calling codes, so that a number is also found from its national part.
_ABROAD = re.compile(r"\s*(?:\+|00)")
_CODE = re.compile(r"(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(?=\d{5})")
_FROM_END = "~"
# Endings of addresses in too many records to look for longer words that begin so.
_ENDINGS = frozenset(("com", "cn", "net", "org", "pl", "de", "tw"))


@dataclass(frozen=True)
class Term:
    """A token that must be there or, when `begins`, a token that begins so."""

    token: str
    begins: bool = False


type Way = tuple[Term, ...]
"""Terms that must all be there."""
type Question = tuple[tuple[Way, ...], ...]
"""For each word, the ways in which a record may match it; every word must be matched."""


def cut(texts: Sequence[str], numbers: Iterable[str] = ()) -> list[str]:
    """Return the tokens of one record, each once. The first text is its name.

    >>> cut(["上海站 Café"], ["+48 512"])
    ['cafe', '上海', '海站', '站', '48512', '48', '512', '~21584']
    """
    folded = _fold("\n".join(texts))
    found = _WORD.findall(folded)
    if not folded.isascii():
        for run in _HAN_RUN.findall(folded):
            found += _pairs(run)
            found.append(run[-1])
    found += [re.sub(_JOINT, "", words)[:LONGEST] for words in _JOINED.findall(folded)]
    if texts and " " in texts[0] and len(words := _WORD.findall(folded.partition("\n")[0])) > 1:
        found.append("".join(words)[:LONGEST])
    for number in numbers:
        found += _number_tokens(number)
    return list(dict.fromkeys(found))


def parse(text: str) -> Question:
    """Return what the words ask of the index; empty when there is nothing to look for.

    >>> parse("gdan 上海")
    (((Term(token='gdan', begins=True),),), ((Term(token='上海', begins=False),),))
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST_QUESTION])
    asked: list[tuple[Way, ...]] = []
    for number in _NUMBER.findall(text):
        if len(digits := _digits(number)) > 6:
            text = text.replace(number, " ", 1)
            asked.append(((Term(digits[:LONGEST], begins=True),), _tail(digits), _parts(number)))
    asked += [_ways(word) for word in _CHUNK.findall(_fold(text))]
    kept: list[tuple[Way, ...]] = []
    terms = 0
    for ways in dict.fromkeys(asked):
        terms += sum(map(len, ways))
        if terms > MOST_TERMS and kept:
            break
        kept.append(ways)
    return tuple(kept)


def matches(question: Question, tokens: Iterable[str]) -> bool:
    """Tell whether a record with these tokens matches, as the index would. Nothing matches an empty question."""
    held = set(tokens)
    return bool(question) and all(
        any(all(_holds(held, term) for term in way) for way in ways) for ways in question
    )


def _holds(tokens: set[str], term: Term) -> bool:
    if term.begins:
        return any(token.startswith(term.token) for token in tokens)
    return term.token in tokens


def _ways(word: str) -> tuple[Way, ...]:
    """Return the ways in which one word as typed may match."""
    if _HAN_RUN.match(word):
        pairs = list(dict.fromkeys(_pairs(word)))[:MOST_TERMS]
        return (tuple(map(Term, pairs)) or (Term(word, begins=True),),)
    whole = re.sub(_JOINT, "", word)
    if "." in word or "@" in word:
        return (_parts(word),)
    found: list[Way] = [(Term(whole[:LONGEST], begins=True),)]
    if whole != word or len(word) > LONGEST:
        found.append(_parts(word))
    if whole.isdecimal() and len(whole) >= LEAST_DIGITS:
        found.append(_tail(_digits(whole)))
    return tuple(found)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _parts(words: str) -> Way:
    """Return the terms of joined words: all complete but the last, which may be half typed."""
    *complete, last = _WORD.findall(_fold(words))[:MOST_TERMS]
    whole = tuple(dict.fromkeys(map(Term, complete)))
    # What a complete word begins with needs no look-up: "o.o." asks for "o" once.
    if any(word.startswith(last) for word in complete):
        return whole
    return (*whole, Term(last, begins=not (complete and last in _ENDINGS)))


def _number_tokens(number: str) -> list[str]:
    """Return a number's digits, its groups, its national part, and its digits from the end."""
    number = unicodedata.normalize("NFKC", number)
    digits = _digits(number)[:LONGEST]
    if not digits:
        return []
    found = [digits, *_WORD.findall(number)]
    if _ABROAD.match(number):
        whole = digits.removeprefix("00")
        found += [whole, _CODE.sub("", whole, count=1)]
    return [*found, _FROM_END + digits[: -MOST_DIGITS - 1 : -1]]


def _tail(digits: str) -> Way:
    return (Term(_FROM_END + digits[: -MOST_DIGITS - 1 : -1], begins=True),)


def _digits(number: str) -> str:
    if number.isascii():
        return re.sub(r"\D", "", number)
    return "".join(str(unicodedata.decimal(char)) for char in number if char.isdecimal())


def _fold(text: str) -> str:
    """Fold width, case and accents, put Korean syllables together again, and cut the start of web addresses."""
    folded = plain(text) if text.isascii() else unicodedata.normalize("NFC", plain(text))
    return _SCHEME.sub(" ", folded) if "www." in folded or "://" in folded else folded
