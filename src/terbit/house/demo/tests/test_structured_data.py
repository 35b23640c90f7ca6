"""What machines read in the pages of the demo house: schema.org's types, and field.md's rules for search."""

from __future__ import annotations

import pytest
from tools.testing.schema_org import problems

from terbit.house.demo.tests.printed import documents

pytestmark = pytest.mark.usefixtures("demo_house")


def test_all_structured_data_follows_the_schemas_of_its_types() -> None:
    seen: set[str] = set()
    for body in documents():
        for said in body.structured_data:
            assert problems(said) == [], (body.path, body.kind)
            seen.add(str(said["@type"]))
            seen |= set(said)
    assert seen >= {
        "NewsArticle",
        "NewsMediaOrganization",
        "hasPart",
        "correction",
        "image",
        "keywords",
        "dateModified",
    }
