"""Every currency has a name in every language."""

import pytest

from planloop.base import currencies

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("language", "own"), [("en", "USD"), ("pl", "PLN"), ("zh-hans", "CNY"), ("zh-hant", "TWD")]
)
def test_choices_begin_with_the_languages_own_and_name_all(language, own):
    choices = currencies.choices(language)
    assert choices[0][0] == own
    assert sorted(code for code, _label in choices) == sorted(currencies.COMMON)
    assert [label for code, label in choices if not label.startswith(f"{code}, ") or len(label) < 7] == []
