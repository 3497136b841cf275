"""Titles in other languages than the page: marked around its content, and nowhere else."""

from __future__ import annotations

from mkdocs_perspectives.plugin.other_languages import part_in, with_marked_titles

CONTENT = (
    '<h1 id="_1">Rolle</h1><h2 id="a">A</h2><h3 id="b" lang="ko">ㄴ</h3>'
    '<h3 class="x" id=c lang=ja>C</h3><p><a href="../tram/">Tram</a> <a href="#b">b</a></p>'
)
PAGE = (
    '<a class="skip" href="#_1">Skip</a><nav><a href="../tram/" class="nav">트램</a>'
    '<a href="../other/">Other</a><a href="#a">A</a><a href="#b" class="nav">ㄴ</a>'
    '<a href="#c">C</a></nav><main>{}</main><footer><a href="../tram/">트램</a>'
    '<a href="../tram/" aria-label="Next: 트램">Next</a></footer>'
)


def _marked(content: str, pages: dict[str, str]) -> str:
    return with_marked_titles(PAGE.format(content), content, "scenarios/x/", pages)


def test_links_to_pages_and_headings_in_other_languages_are_marked() -> None:
    found = _marked(CONTENT, {"scenarios/tram/": "ko"})
    expected = PAGE.format(CONTENT)
    for old, new in (
        ('<nav><a href="../tram/"', '<nav><a lang="ko" href="../tram/"'),
        ('<a href="#b" class="nav"', '<a lang="ko" href="#b" class="nav"'),
        ('<a href="#c">', '<a lang="ja" href="#c">'),
        ('<footer><a href="../tram/"', '<footer><a lang="ko" href="../tram/"'),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert found == expected


def test_on_a_page_in_another_language_so_are_all_headings_but_english_ones() -> None:
    content = part_in("de", '<h2 id="a">A</h2><h2 id="b"><bdi lang="en">B</bdi></h2>', "ko")
    assert content.startswith('<div lang="de"><h2')
    found = _marked(content, {})
    assert '<a lang="de" href="#a">' in found
    assert '<a lang="en" href="#b" class="nav">' in found
    assert '<a href="../tram/" class="nav">' in found


def test_a_page_in_the_language_of_its_site_stays_as_it_is() -> None:
    content = "<h2 id='a'>A</h2>"
    assert part_in("ko", content, "ko") == content
    assert _marked(content, {}) == PAGE.format(content)


def test_where_the_content_is_not_found_nothing_is_marked() -> None:
    page = PAGE.format("<p>minified</p>")
    assert with_marked_titles(page, CONTENT, "scenarios/x/", {"scenarios/tram/": "ko"}) == page
    assert with_marked_titles(page, "", "scenarios/x/", {"scenarios/tram/": "ko"}) == page


def test_a_part_says_from_which_side_it_is_read_where_sides_differ() -> None:
    assert part_in("ar", "x", "en") == '<div lang="ar" dir="rtl">x</div>'
    assert part_in("ar", "x", "ar") == '<div lang="ar" dir="rtl">x</div>'
    assert part_in("en", "x", "ar") == '<div lang="en" dir="ltr">x</div>'
    assert part_in("ja", "x", "en") == '<div lang="ja">x</div>'
