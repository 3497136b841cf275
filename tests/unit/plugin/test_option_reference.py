"""The configuration page of the guide: made from the declarations, and committed as it is made."""

from __future__ import annotations

from commands import ROOT
from mkdocs_perspectives.plugin.option_reference import configuration_page
from mkdocs_perspectives.plugin.options import PluginOptions


def test_the_committed_page_is_made_from_the_declarations() -> None:
    page = (ROOT / "docs/guide/configuration.md").read_text("utf-8")
    assert page == configuration_page()
    for name, option in PluginOptions._schema:
        assert f"| `{name}` | " in page
        assert option is not None
