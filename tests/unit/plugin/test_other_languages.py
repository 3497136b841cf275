"""Titles in other languages than the page: marked around its content, and nowhere else."""

from __future__ import annotations

from mkdocs_perspectives.plugin.other_languages import (
    part_in,
    with_marked_texts,
    with_marked_titles,
)

CONTENT = (
    '<h1 id="_1">Rolle</h1><h2 id="a">A</h2><h3 id="b" lang="ko">ㄴ</h3>'
    '<h3 class="x" id=c lang=ja>C</h3><p><a href="../tram/">트램</a> <a href="#b">b</a></p>'
)
PAGE = (
    "<title>Rolle - Site</title><header><span>Rolle</span></header>"
    '<a class="skip" href="#_1">Skip</a><nav><a href="../tram/" class="nav">\n 트램\n</a>'
    '<a href="../other/">Other</a><a href="#a">A</a><a href="#b" class="nav"><b>ㄴ</b></a>'
    '\n<nav aria-label="ㄴ"><a href="#c">C</a></nav></nav><main>{}</main>'
    '<footer><a href="../tram/" aria-label="Next: 트램"><i>Next</i> <b>트램</b></a></footer>'
)


def _marked(content: str, titles: dict[str, str]) -> str:
    return with_marked_titles(PAGE.format(content), content, "Rolle", titles)


def _replaced(page: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert page.count(old) == 1
        page = page.replace(old, new)
    return page


def test_titles_of_pages_and_headings_in_other_languages_are_marked() -> None:
    assert _marked(CONTENT, {"트램": "ko"}) == _replaced(
        PAGE.format(CONTENT),
        ('<a href="../tram/" class="nav">', '<a href="../tram/" class="nav" lang="ko">'),
        ('<a href="#b" class="nav"', '<a lang="ko" href="#b" class="nav"'),
        ('<nav aria-label="ㄴ">', '<nav lang="ko" aria-label="ㄴ">'),
        ('<a href="#c">', '<a lang="ja" href="#c">'),
        ("<b>트램</b>", '<b lang="ko">트램</b>'),
    )


def test_on_a_page_in_another_language_so_are_its_title_and_all_headings_but_english_ones() -> None:
    content = part_in("de", '<h2 id="a">A</h2><h2 id="b"><bdi lang="en">B</bdi></h2>', "ko")
    assert content.startswith('<div lang="de"><h2')
    assert _marked(content, {}) == _replaced(
        PAGE.format(content),
        ("<title>", '<title lang="de">'),
        ("<span>Rolle", '<span lang="de">Rolle'),
        ('<a href="#a">', '<a lang="de" href="#a">'),
        ('<a href="#b" class="nav"', '<a lang="en" href="#b" class="nav"'),
        ('<nav aria-label="ㄴ">', '<nav lang="en" aria-label="ㄴ">'),
    )


def test_a_page_in_the_language_of_its_site_stays_as_it_is() -> None:
    content = "<h2 id='a'>A</h2>"
    assert part_in("ko", content, "ko") == content
    assert _marked(content, {}) == PAGE.format(content)


def test_where_the_content_is_not_found_nothing_is_marked() -> None:
    page = PAGE.format("<p>minified</p>")
    assert with_marked_titles(page, CONTENT, "Rolle", {"트램": "ko"}) == page
    assert with_marked_titles(page, "", "Rolle", {"트램": "ko"}) == page


def test_what_has_a_language_keeps_it_and_parts_of_a_text_are_no_title() -> None:
    page = '<b lang="ja">트램</b><i>트램 B</i><title>트램 - X</title>'
    assert with_marked_texts(page, {"트램": "ko"}) == page
    assert with_marked_texts("<b>트램</b>", {}) == "<b>트램</b>"


def test_links_to_a_heading_are_called_by_the_theme_in_its_own_language() -> None:
    link = '<h2 id="a">A<a class="headerlink" href="#a" title="Permanent link">¶</a></h2>'
    assert part_in("de", link, "en") == (
        '<div lang="de"><h2 id="a">A<a class="headerlink" lang="en" href="#a" '
        'title="Permanent link">¶</a></h2></div>'
    )


def test_a_part_says_from_which_side_it_is_read_where_sides_differ() -> None:
    assert part_in("ar", "x", "en") == '<div lang="ar" dir="rtl">x</div>'
    assert part_in("ar", "x", "ar") == '<div lang="ar" dir="rtl">x</div>'
    assert part_in("en", "x", "ar") == '<div lang="en" dir="ltr">x</div>'
    assert part_in("ja", "x", "en") == '<div lang="ja">x</div>'
