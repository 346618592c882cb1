"""The catalogues are complete, and the tool that keeps them does what it says."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

ROOT = Path(__file__).parent.parent
DJANGO_CODES = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant", "pl": "pl"}


def _tool():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messages = _tool()


def ours(language: str) -> list[Message]:
    """Return every translation of the language."""
    catalogs = (
        messages.load(messages.catalogue(app, language), language) for app in messages.apps(messages.SOURCE)
    )
    return [message for catalog in catalogs for message in catalog if message.id]


# ------------------------------------------------------------------ planloop's own catalogues


def test_catalogues_are_complete_and_up_to_date():
    assert messages.check() == []


def test_every_language_but_the_source_has_catalogues():
    assert set(DJANGO_CODES.values()) == {code for code, _name in settings.LANGUAGES} - {"en"}
    assert set(messages.PLURALS) == set(DJANGO_CODES)


@pytest.mark.parametrize("language", DJANGO_CODES)
def test_our_words_win_over_those_of_other_packages(language):
    with translation.override(DJANGO_CODES[language]):
        shown = {}
        for message in ours(language):
            one, key = message.id, (message.context, message.id)
            if isinstance(one, tuple):
                shown[key] = translation.ngettext(*one, 1), message.string[0]
            elif message.context:
                shown[key] = translation.pgettext(message.context, one), message.string
            else:
                shown[key] = translation.gettext(one), message.string
    assert {key: pair for key, pair in shown.items() if pair[0] != pair[1]} == {}


@pytest.mark.data
def test_words_are_those_of_the_vocabulary(data_folder):
    table = data_folder.parent / "spec" / "words.md"
    words = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == "scope":
            break  # the scopes follow, in a table of their own
        if len(cells) == 5 and cells[0] != "code" and not cells[0].startswith("---"):
            words[cells[1]] = dict(zip(("zh_Hans", "zh_Hant", "pl"), cells[2:], strict=True))
    assert len(words) > 40
    wrong = [
        (language, message.id, message.string, words[message.id][language])
        for language in DJANGO_CODES
        for message in ours(language)
        if message.id in words and not message.context and message.string != words[message.id][language]
    ]
    assert wrong == []


# ------------------------------------------------------------------ the tool


@pytest.fixture
def source(tmp_path):
    """A source folder with one app that says two things."""
    app = tmp_path / "src" / "planloop" / "shop"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text("")
    (app / "models.py").write_text('from x import gettext_lazy as _\n\nlabel = _("Save")\n')
    (app / "templates" / "page.html").write_text('<b>{% translate "Close" %}</b>\n')
    return tmp_path / "src"


def catalogue(source: Path, language: str = "pl") -> Path:
    return source / "planloop" / "shop" / "locale" / language / "LC_MESSAGES" / "django.po"


def translated(source: Path, language: str = "pl", **strings: str) -> None:
    """Write these translations into the catalogue."""
    path = catalogue(source, language)
    text = path.read_text(encoding="utf-8")
    for one, string in strings.items():
        text = text.replace(f'msgid "{one}"\nmsgstr ""', f'msgid "{one}"\nmsgstr "{string}"')
    path.write_text(text, encoding="utf-8")


def test_texts_of_python_with_plural_and_context(source):
    path = source / "planloop" / "shop" / "models.py"
    path.write_text(
        'a = _("One " "text")\n'
        "# Translators: on a button\n"
        'b = pgettext_lazy("role", "Owner")\n'
        'c = ngettext("%(n)s row", "%(n)s rows", n)\n'
        'd = npgettext("bin", "%(n)s row", "%(n)s rows", n)\n'
        "e = _(variable)\n"
    )
    assert [(text, comments, context) for _line, text, comments, context in messages.texts_of(path)] == [
        ("One text", [], None),
        ("Owner", ["on a button"], "role"),
        (("%(n)s row", "%(n)s rows"), [], None),
        (("%(n)s row", "%(n)s rows"), [], "bin"),
    ]


def test_texts_of_templates(source):
    path = source / "planloop" / "shop" / "templates" / "page.html"
    path.write_text(
        "{% extends 'base.html' %}\n"
        "  {% if person's %}it's{% endif %}\n"
        "{% partialdef rows inline %}{% blocktranslate count n=rows trimmed %}\n"
        "    {{ n }} row\n  {% plural %}\n    {{ n }} rows\n"
        "  {% endblocktranslate %}{% endpartialdef %}\n"
        "      {% translate 'Open' context 'verb' as open %}\n"
        '  {{ name|default:_("Nobody") }} {% icon "x" label=_("Close") %}\n'
        "{# Translators: a person #}\n"
        '{% translate "Owner" %}\n'
    )
    assert [(text, comments, context) for _line, text, comments, context in messages.texts_of(path)] == [
        (("%(n)s row", "%(n)s rows"), [], None),
        ("Open", [], "verb"),
        ("Nobody", [], None),
        ("Close", [], None),
        ("Owner", ["a person"], None),
    ]


def test_update_writes_the_same_file_every_time(source):
    messages.update(source)
    first = catalogue(source).read_text(encoding="utf-8")
    messages.update(source)
    assert catalogue(source).read_text(encoding="utf-8") == first
    assert first == (
        'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=3; '
        'plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n\n'
        '#: src/planloop/shop/models.py\nmsgid "Save"\nmsgstr ""\n\n'
        '#: src/planloop/shop/templates/page.html\nmsgid "Close"\nmsgstr ""\n\n'
    )


def test_update_keeps_translations_and_drops_unused_texts(source):
    messages.update(source)
    translated(source, Save="Zapisz", Close="Zamknij")
    (source / "planloop" / "shop" / "models.py").write_text('label = _("Save all")\n')
    messages.update(source)
    with catalogue(source).open("rb") as file:
        assert {message.id: message.string for message in read_po(file) if message.id} == {
            "Close": "Zamknij",
            "Save all": "",
        }


def test_check_names_catalogues_that_are_missing_or_old(source):
    assert messages.check(source) == [
        f"src/planloop/shop/locale/{language}/LC_MESSAGES/django.po: out of date, run `make messages`"
        for language in ("pl", "zh_Hans", "zh_Hant")
    ]


def test_check_names_untranslated_texts(source):
    messages.update(source)
    translated(source, "pl", Save="Zapisz", Close="Zamknij")
    translated(source, "zh_Hans", Save="保存", Close="关闭")
    translated(source, "zh_Hant", Save="儲存")
    name = "src/planloop/shop/locale/zh_Hant/LC_MESSAGES/django.po"
    assert messages.check(source) == [f"{name}: “Close”: not translated"]


def test_check_wants_one_translation_of_a_text_in_all_apps(source):
    other = source / "planloop" / "zoo"
    other.mkdir()
    (other / "apps.py").write_text('label = _("Save")\n')
    for language, string in (("pl", "Zapisz"), ("zh_Hans", "保存"), ("zh_Hant", "儲存")):
        messages.update(source)
        translated(source, language, Save=string, Close=string)
    messages.update(source)
    assert messages.check(source) == []
    path = other / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Zapisz", "Zachowaj"), encoding="utf-8")
    assert messages.check(source) == [
        "src/planloop/zoo/locale/pl/LC_MESSAGES/django.po: “Save”: "
        "translated differently in src/planloop/shop/locale/pl/LC_MESSAGES/django.po"
    ]


BREAKS = "the text has the line breaks of its template; write {% blocktranslate trimmed %}"


@pytest.mark.parametrize(
    ("language", "text", "string", "finding"),
    [
        ("pl", "Hello %(name)s", "Witaj", "lacks %(name)s"),
        ("pl", "Hello", "Witaj %(name)s", "has %(name)s, which the text lacks"),
        ("pl", "Hello {name}", "Witaj {nazwa}", "lacks {name}"),
        ("pl", "<b>Now</b>", "<b>Teraz", "other tags than the text"),
        ("pl", "Now ", "Teraz", "begins or ends with a space, or lacks the text's"),
        ("pl", "Saved.", "Zapisano", "ends with “”, the text with “.”"),
        ("zh_Hans", "Saved", "已保存。", "ends with “.”, the text with “”"),
        ("zh_Hans", "A, b", "甲,乙", "has “甲,”; Chinese takes full-width signs"),
        ("zh_Hant", "A (b)", "甲 (乙)", "has “甲 (”; Chinese takes full-width signs"),
        ("zh_Hans", "Save", "儲存", "has 儲, which the other Chinese script uses"),
        ("zh_Hant", "Settings", "设定", "has 设, which the other Chinese script uses"),
        ("zh_Hant", "“A”", "“甲”", "has “ ”; see docs/languages.md for this language's quotation marks"),
        ("pl", "“A”", "“A”", "has “; see docs/languages.md for this language's quotation marks"),
        ("pl", "A\n\nb", "A b", "other line breaks than the text"),
        ("pl", "A\n  b", "A\n  b", BREAKS),
    ],
)
def test_faults_of_a_translation(language, text, string, finding):
    assert finding in list(messages.findings_of(Message(text, string), language))


@pytest.mark.parametrize(
    ("language", "text", "string"),
    [
        ("zh_Hans", "“%(row)s” is in the bin.", "“%(row)s”已移入回收站。"),
        ("zh_Hant", "“%(row)s” is in the bin.", "「%(row)s」已移至資源回收筒。"),
        ("pl", "“%(row)s” is in the bin.", "„%(row)s” jest w koszu."),
        ("zh_Hans", "Search or run…", "搜索或执行命令…"),
        ("zh_Hans", "About %(rate)s%% of 1,234.5", "1,234.5 的约 %(rate)s%%"),
    ],
)
def test_sound_translations_have_no_fault(language, text, string):
    assert list(messages.findings_of(Message(text, string), language)) == []


def test_polish_needs_three_plural_forms():
    rows = ("one row", "%(n)s rows")
    assert list(messages.findings_of(Message(rows, ("jeden", "%(n)s wiersze")), "pl")) == [
        "2 plural forms, 3 are needed"
    ]
    assert list(messages.findings_of(Message(rows, ("jeden", "%(n)s wiersze", "")), "pl")) == [
        "not translated (plural form 2)"
    ]
    assert list(messages.findings_of(Message(rows, ("jeden", "%(n)s wiersze", "%(n)s wierszy")), "pl")) == []


def test_polish_plurals_beside_djangos_own(tmp_path, settings):
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = [Message(("%(n)s row", "%(n)s rows"))]
    catalog = Catalog(locale="pl")
    catalog.add(("%(n)s row", "%(n)s rows"), ("%(n)s wiersz", "%(n)s wiersze", "%(n)s wierszy"))
    path = folder / "django.po"
    path.write_text(messages.merged(texts, "pl", [catalog]), encoding="utf-8")
    with path.open("rb") as file, path.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(file))
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations = {}
    try:
        with translation.override("pl"):
            shown = [translation.ngettext("%(n)s row", "%(n)s rows", n) % {"n": n} for n in (1, 2, 5, 12, 22, 25)]
            djangos = "Ensure that there are no more than %(max)s decimal place"
            digits = [translation.ngettext(f"{djangos}.", f"{djangos}s.", n) % {"max": n} for n in (1, 2, 5, 22)]
    finally:
        trans_real._translations = {}
    assert shown == ["1 wiersz", "2 wiersze", "5 wierszy", "12 wierszy", "22 wiersze", "25 wierszy"]
    assert [text.removeprefix("Upewnij się, że liczba ma nie więcej niż ") for text in digits] == [
        "1 cyfrę po przecinku.",
        "2 cyfry po przecinku.",
        "5 cyfr po przecinku.",
        "22 cyfry po przecinku.",
    ]
