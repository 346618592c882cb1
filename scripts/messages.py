"""Keep the translation catalogues: `scripts/messages.py update` or `check`. docs/languages.md explains both.

Each app has one catalogue per language, `locale/<language>/LC_MESSAGES/django.po`. Texts are read from
Python with Babel and from templates with Babel and Django; no gettext tools are needed. The files hold no
dates, hosts or line numbers, so that the same texts always give the same file.
"""

import io
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent / "src"
_POLISH = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
PLURALS = {"pl": (3, f"({_POLISH})"), "zh_Hans": (1, "0"), "zh_Hant": (1, "0")}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={number}; plural={formula};\\n"

"""
_CONTEXT, _PLURAL, _BOTH = ((1, "c"), 2), (1, 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _BOTH,
    "npgettext_lazy": _BOTH,
}
type Key = tuple[str, str | None]


# ------------------------------------------------------------------ reading


def apps(source: Path) -> list[Path]:
    """Return the folders of the apps."""
    return sorted(path.parent for path in source.glob("planloop/*/apps.py"))


def extracted(app: Path, source: Path) -> list[Message]:
    """Read the texts of one app from its Python files and templates, in a stable order."""
    found: dict[Key, Message] = {}
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]):
        name = path.relative_to(source.parent).as_posix()
        for _line, text, comments, context in texts_of(path):
            one = text if isinstance(text, str) else text[0]
            message = found.setdefault((one, context), Message(text, context=context, locations=[]))
            if isinstance(text, tuple) and not message.pluralizable:
                message.id, message.string = text, ("", "")
            message.auto_comments += [line for line in comments if line not in message.auto_comments]
            if (name, None) not in message.locations:
                message.locations.append((name, None))
    return [
        found[key] for key in sorted(found, key=lambda key: (found[key].locations[0][0], key[0], key[1] or ""))
    ]


def texts_of(path: Path) -> Iterator[tuple]:
    """Yield (line, text or (one, many), comments, context) for each text of a file."""
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            code = templatize(code, origin=str(path))
        # Python minds indentation; what templatize leaves of a template has none that means anything.
        code = "\n".join(line.lstrip() for line in code.splitlines())
    yield from extract("python", io.BytesIO(code.encode()), KEYWORDS, ("Translators:",), strip_comment_tags=True)


def catalogue(app: Path, language: str) -> Path:
    """Return the path of an app's catalogue."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def load(path: Path, language: str) -> Catalog:
    """Read a catalogue; a missing one is empty."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


# ------------------------------------------------------------------ updating


def merged(texts: list[Message], language: str, translations: list[Catalog]) -> str:
    """Return the catalogue file: every text, with the translation that the first catalogue having one gives."""
    number, formula = PLURALS[language]
    result = Catalog(locale=language)
    for text in texts:
        string = next(filter(None, (_translation(old, text) for old in translations)), None)
        result.add(
            text.id,
            string or (("",) * number if text.pluralizable else ""),
            context=text.context,
            locations=text.locations,
            auto_comments=text.auto_comments,
            flags=text.flags,
        )
    body = io.BytesIO()
    write_po(body, result, width=100, omit_header=True, include_lineno=False)
    return HEADER.format(language=language, number=number, formula=formula) + body.getvalue().decode()


def _translation(catalog: Catalog, text: Message) -> str | tuple[str, ...] | None:
    """Return the catalogue's translation of this very text, with the plural forms it needs; else None."""
    old = catalog.get(text.id, text.context)
    if old is None or old.fuzzy or old.id != text.id:
        return None
    return old.string if all(old.string) and old.string else None


def update(source: Path = SOURCE) -> None:
    """Bring every catalogue up to date: translations stay, new texts are empty, unused ones go."""
    for language in PLURALS:
        loaded = {app: load(catalogue(app, language), language) for app in apps(source)}
        for app, own in loaded.items():
            texts = extracted(app, source)
            path = catalogue(app, language)
            if not texts:
                path.unlink(missing_ok=True)
                continue
            others = [other for key, other in loaded.items() if key != app]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(merged(texts, language, [own, *others]), encoding="utf-8")


# ------------------------------------------------------------------ checking


def check(source: Path = SOURCE) -> list[str]:
    """Return a line for each finding; empty when all is well."""
    findings = []
    for language in PLURALS:
        seen: dict[Key, tuple[str, object]] = {}
        for app in apps(source):
            texts, path = extracted(app, source), catalogue(app, language)
            name = path.relative_to(source.parent).as_posix()
            if not texts and not path.exists():
                continue
            own = load(path, language)
            if not path.exists() or path.read_text(encoding="utf-8") != merged(texts, language, [own]):
                findings.append(f"{name}: out of date, run `make messages`")
            for message in own:
                if not message.id:
                    continue
                one = message.id if isinstance(message.id, str) else message.id[0]
                findings += [f"{name}: “{one}”: {finding}" for finding in findings_of(message, language)]
                where, string = seen.setdefault((one, message.context), (name, message.string))
                if string != message.string:
                    findings.append(f"{name}: “{one}”: translated differently in {where}")
    return findings


def findings_of(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    strings = (message.string,) if isinstance(message.string, str) else message.string
    if message.fuzzy:
        yield "marked fuzzy"
    if any(re.search(r"^\n|\n$|\n[ \t]", text) for text in ids):
        yield "the text has the line breaks of its template; write {% blocktranslate trimmed %}"
    if message.pluralizable and len(strings) != PLURALS[language][0]:
        yield f"{len(strings)} plural forms, {PLURALS[language][0]} are needed"
    for number, string in enumerate(strings):
        form = f" (plural form {number})" if message.pluralizable else ""
        if not string.strip():
            yield f"not translated{form}"
            continue
        source = ids[min(number, len(ids) - 1)] if len(strings) > 1 else ids[-1]
        for finding in [*mismatches(ids, source, string), *faults_of_script(string, language)]:
            yield finding + form


_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
_TAG = re.compile(r"</?\w[^>]*>")
_END = re.compile(r"([.。]|…|[:：]|[?？]|[!！])[”’」]?\s*$")
_SAME = str.maketrans("。：？！", ".:?!")


def mismatches(ids: tuple[str, ...], source: str, string: str) -> Iterator[str]:
    """Yield placeholders, tags, line breaks, edges and final signs that one of the two has and the other lacks.

    A plural form may leave out its number, as "one customer" does, but may not add a placeholder.
    """
    wanted, have = set(_PLACEHOLDER.findall(source)), set(_PLACEHOLDER.findall(string))
    known = {found for text in ids for found in _PLACEHOLDER.findall(text)}
    if missing := wanted - have:
        yield f"lacks {', '.join(sorted(missing))}"
    if extra := have - known:
        yield f"has {', '.join(sorted(extra))}, which the text lacks"
    if sorted(_TAG.findall(source)) != sorted(_TAG.findall(string)):
        yield "other tags than the text"
    if (source[:1].isspace(), source[-1:].isspace()) != (string[:1].isspace(), string[-1:].isspace()):
        yield "begins or ends with a space, or lacks the text's"
    if source.count("\n") != string.count("\n"):
        yield "other line breaks than the text"
    ends = [match[1].translate(_SAME) if (match := _END.search(text)) else "" for text in (source, string)]
    if ends[0] != ends[1]:
        yield f"ends with “{ends[1]}”, the text with “{ends[0]}”"


_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HALF_WIDTH = re.compile(f"[{_HAN}”」）][.,:;?!]|[{_HAN}] ?\\(|\\([{_HAN}]|[{_HAN}]\\)|\\.\\.\\.")
_FOREIGN_QUOTES = {"zh_Hans": '「」『』"', "zh_Hant": '“”‘’"', "pl": '“「」"'}
_CHARACTERS = {"zh_Hans": "gb2312", "zh_Hant": "big5"}


def faults_of_script(string: str, language: str) -> Iterator[str]:
    """Yield half-width signs in Chinese, characters of the other Chinese script, and quotes of other languages."""
    plain = _TAG.sub("", string)
    if quotes := sorted(set(plain) & set(_FOREIGN_QUOTES[language])):
        yield f"has {' '.join(quotes)}; see docs/languages.md for this language's quotation marks"
    if language in _CHARACTERS:
        if match := _HALF_WIDTH.search(plain):
            yield f"has “{match[0]}”; Chinese takes full-width signs"
        others = [char for char in re.findall(f"[{_HAN}]", plain) if not _encodes(char, _CHARACTERS[language])]
        if others:
            yield f"has {' '.join(others)}, which the other Chinese script uses"


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def main() -> int:
    """Update or check; a check with findings prints them and fails."""
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] != ["check"]:
        sys.stderr.write("Usage: scripts/messages.py update|check\n")
        return 2
    findings = check()
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
