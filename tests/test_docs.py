"""What people can choose is described in the documentation."""

from pathlib import Path

import pytest

from planloop.base.models import Role
from planloop.base.roles import DESCRIPTIONS

DOCS = Path(__file__).parent.parent / "docs"

pytestmark = pytest.mark.pure


def test_every_role_is_described_in_the_docs_and_beside_the_choice():
    text = (DOCS / "people.md").read_text("utf-8")
    assert [role.label for role in Role if f"| {role.label} |" not in text] == []
    assert [str(role) for role, _what in DESCRIPTIONS] == [str(role.label) for role in Role]
