"""Shared by all other packages: errors for users, settings, files, languages and text.

Nothing here depends on scenarios, models or MkDocs. A module that only one other package needs
belongs in that package.
"""

from mkdocs_perspectives.common.amounts import counted, shown_price
from mkdocs_perspectives.common.canonical_json import (
    canonical_json,
    pretty_json,
    sha256,
    sha256_of_text,
)
from mkdocs_perspectives.common.errors import (
    BudgetError,
    CacheError,
    ConfigError,
    GitError,
    InputError,
    NotCurrentError,
    OutputError,
    PerspectivesError,
    Problem,
    ServerError,
)
from mkdocs_perspectives.common.escaping import (
    block,
    escape,
    flow,
    front_matter_text,
    isolated,
    lines,
    sentences,
    unmarked,
)
from mkdocs_perspectives.common.files import (
    check_inside,
    differs,
    ignored_folder,
    read_bounded,
    read_start,
    remove,
    sweep,
    write_if_changed,
)
from mkdocs_perspectives.common.invisible import (
    cleaned,
    code_point,
    collapsed,
    hidden_marks,
    refused,
    right_to_left,
    shows,
)
from mkdocs_perspectives.common.languages import (
    LANGUAGE_PATTERN,
    Language,
    cldr_version,
    direction,
    english_name,
    locale_of,
    meant_tag,
    script_of,
    tag_fault,
    with_fallbacks,
)
from mkdocs_perspectives.common.merge_conflicts import conflict_line
from mkdocs_perspectives.common.package_files import package_file, package_text
from mkdocs_perspectives.common.placeholder import PLACEHOLDER
from mkdocs_perspectives.common.safe_text import (
    KEY_VARIABLE,
    key_in,
    masked,
    one_line,
    safe_json,
    safe_line,
    safe_text,
    without_key,
)
from mkdocs_perspectives.common.scale import SCALE_KEYS
from mkdocs_perspectives.common.settings import ModelSettings, Settings, address_fault
from mkdocs_perspectives.common.voices import LEAD, RESERVED_VOICES, REVERSED, voice_option
from mkdocs_perspectives.common.widths import columns

__all__ = [
    "KEY_VARIABLE",
    "LANGUAGE_PATTERN",
    "LEAD",
    "PLACEHOLDER",
    "RESERVED_VOICES",
    "REVERSED",
    "SCALE_KEYS",
    "BudgetError",
    "CacheError",
    "ConfigError",
    "GitError",
    "InputError",
    "Language",
    "ModelSettings",
    "NotCurrentError",
    "OutputError",
    "PerspectivesError",
    "Problem",
    "ServerError",
    "Settings",
    "address_fault",
    "block",
    "canonical_json",
    "check_inside",
    "cldr_version",
    "cleaned",
    "code_point",
    "collapsed",
    "columns",
    "conflict_line",
    "counted",
    "differs",
    "direction",
    "english_name",
    "escape",
    "flow",
    "front_matter_text",
    "hidden_marks",
    "ignored_folder",
    "isolated",
    "key_in",
    "lines",
    "locale_of",
    "masked",
    "meant_tag",
    "one_line",
    "package_file",
    "package_text",
    "pretty_json",
    "read_bounded",
    "read_start",
    "refused",
    "remove",
    "right_to_left",
    "safe_json",
    "safe_line",
    "safe_text",
    "script_of",
    "sentences",
    "sha256",
    "sha256_of_text",
    "shown_price",
    "shows",
    "sweep",
    "tag_fault",
    "unmarked",
    "voice_option",
    "with_fallbacks",
    "without_key",
    "write_if_changed",
]
