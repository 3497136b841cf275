"""What the tests in a browser need of the machine."""

from __future__ import annotations

import pytest
from needed import need, need_letters


@pytest.fixture(autouse=True, scope="session")
def _tools() -> None:
    need("chromium", "chromium")
    need_letters("ko", "fonts-noto-cjk")
    need_letters("ar", "fonts-noto-core")
