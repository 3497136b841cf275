"""Two roles chosen and read side by side, with a script and without, and comparisons of several."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
import pytest
from browsing import new_context, new_page, served
from commands import Run
from playwright.sync_api import Browser, Page, expect

EN = "scenarios/new-electric-car-en/"
ROLE = ".psp-two li[class^=psp-r-]"


def _roles(page: Page, selector: str) -> set[str]:
    """The names of the roles that are shown, without the colon behind them."""
    names = page.locator(f"{selector}:visible").all_inner_texts()
    return {name.strip().removesuffix(":") for name in names}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 780)])
def test_any_two_roles_side_by_side(
    address: str, browser: Browser, shipped: Path, script: bool, width: int, height: int
) -> None:
    context = new_context(
        browser, java_script_enabled=script, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.goto(f"{address}{EN}comparisons/")
    expect(page.locator("form.psp-choose")).to_be_visible(visible=script)
    expect(page.locator(ROLE).first).to_be_hidden()
    if script:
        first, second = page.locator(".psp-choose select").all()
        first.select_option("chemical-engineer")
        expect(page.locator(".psp-two")).to_be_hidden()
        second.select_option("marketing-executive")
    else:
        page.click(".psp-pick summary")
        page.click('.psp-pick a[title="Chemical engineer and Marketing executive"]')
    page.wait_for_url("**/#any_two--chemical-engineer--marketing-executive")
    both = {"Chemical engineer", "Marketing executive"}
    # A heading with both names, in view.
    heading = page.locator(".psp-pair:visible")
    expect(heading).to_have_text("Chemical engineer and Marketing executive")
    box = heading.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < height / 2
    # A bar and a reason of each of both on each of eight issues, and what the numbers say.
    assert _roles(page, ".psp-two .psp-line > ul a") == both
    assert _roles(page, ".psp-two .psp-says strong") == both
    expect(page.locator(f"{ROLE}:visible")).to_have_count(2 * 2 * 8)
    said = page.locator(".psp-two .psp-verdict > span:visible").all_inner_texts()
    data = json.loads((shipped / EN / "perspectives.json").read_text("utf-8"))
    pairs = [
        pair
        for pair in data["pairs"]
        if {pair["a"], pair["b"]} == {"chemical-engineer", "marketing-executive"}
    ]
    tiers = {"clear": "Clear conflict", "slight": "Slight conflict"}
    for text in said:
        # The chance is that of the pair on this issue, and so is the tier.
        number = int(re.findall(r"about (\d+) of 100 pairs", text)[0])
        assert any(
            round(100 * pair["opposed"] - 1e-9) == number
            and (tiers.get(pair["tier"], "") in text)
            and re.search(r"\d+ inside (the first|each) role", text)
            for pair in pairs
        ), text
    assert len(said) == len(pairs) == 8
    context.close()


def test_the_choice_is_kept_in_the_address_and_one_role_twice_is_reported(
    address: str, browser: Browser
) -> None:
    page = new_page(browser)
    # Either order is understood.
    page.goto(f"{address}{EN}comparisons/#any_two--marketing-executive--logistics-expert")
    page.wait_for_url("**/#any_two--logistics-expert--marketing-executive")
    first, second = page.locator(".psp-choose select").all()
    expect(first).to_have_value("marketing-executive")
    expect(second).to_have_value("logistics-expert")
    same = page.locator(".psp-choose output")
    expect(same).to_be_hidden()
    first.select_option("logistics-expert")
    expect(same).to_be_visible()
    expect(page.locator(".psp-two")).to_be_hidden()
    first.select_option("chemical-engineer")
    expect(same).to_be_hidden()
    page.wait_for_url("**/#any_two--chemical-engineer--logistics-expert")
    page.go_back()
    page.go_back()
    expect(second).to_have_value("marketing-executive")
    expect(same).to_be_hidden()
    expect(page.locator(".psp-pair:visible")).to_have_text(
        "Logistics expert and Marketing executive"
    )
    page.close()


def test_every_conflict_leads_to_its_roles_and_back(address: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(f"{address}{EN}conflicts/")
    line = page.locator(".psp-line").first
    title = line.locator("h3").inner_text()
    with page.expect_navigation():
        line.locator("a[href*='#any_two--']").click()
    expect(page.locator(".psp-pair:visible")).to_have_count(1)
    clear = page.locator(".psp-two .psp-verdict a:visible").first
    with page.expect_navigation():
        clear.click()
    assert page.locator(":target").inner_text() == title
    page.close()


def test_addresses_of_the_one_page_of_before_lead_on(address: str, browser: Browser) -> None:
    page = new_page(browser)
    for old, new in (
        ("#four-experts", "four-experts/"),
        ("#four-experts--charge-cap", "four-experts/#charge-cap"),
        (
            "#any_two--logistics-expert--marketing-executive",
            "#any_two--logistics-expert--marketing-executive",
        ),
        (
            "#marketing-executive--logistics-expert",
            "#any_two--logistics-expert--marketing-executive",
        ),
    ):
        page.goto(f"{address}{EN}comparisons/{old}")
        page.wait_for_url(f"{address}{EN}comparisons/{new}")
        page.goto("about:blank")
    page.close()
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{EN}comparisons/#four-experts")
    expect(page.locator(":target a")).to_have_text("Four fields of expertise")
    context.close()


def test_a_comparison_has_a_bar_for_each_role_on_one_line_and_folds_texts(
    address: str, browser: Browser
) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}{EN}comparisons/four-experts/")
    assert page.locator(".psp-line").count() == 8
    # The middle of neutral is in the same place for every role on every issue.
    boxes = [bar.bounding_box() for bar in page.locator(".psp-line .psp-bar").all()]
    assert len(boxes) == 4 * 8
    middles = {round(box["x"] + box["width"] / 2) for box in boxes if box}
    assert len(middles) == 1
    reason = page.locator(".psp-why li").first
    expect(reason).to_be_hidden()
    page.locator(".psp-why summary").first.click()
    expect(reason).to_be_visible()
    page.close()


def test_voices_people_and_a_change_are_shown_beside_the_bars(
    address: str, browser: Browser
) -> None:
    page = new_page(browser)
    page.goto(f"{address}scenarios/new-electric-car-en-delayed/comparisons/four-experts/")
    assert page.locator("li:has-text('before the change') .psp-bar").count() > 0
    expect(page.locator(".psp-help a[href*='new-electric-car-en/comparisons/']")).to_have_count(1)
    page.goto(f"{address}scenarios/saturday-surgery/comparisons/theatre-team/")
    page.locator(".psp-why summary").first.click()
    expect(page.locator(".psp-why li:has-text('By 2 voices')").first).to_be_visible()
    page.goto(f"{address}scenarios/doctors-on-ai/comparisons/hospital-posts/")
    assert page.locator("li:has-text('Observed') .psp-bar.psp-observed").count() > 0
    page.close()


def test_of_more_than_twelve_roles_the_strongest_pairs_are_listed(
    site: Path, run: Run, browser: Browser
) -> None:
    factory.write_scenario(site, data=factory.scenario(13, 3))
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    with served(site / "site") as where:
        page = new_page(browser)
        page.goto(f"{where}scenarios/tram/conflicts/")
        line = page.locator(".psp-line").first
        names = line.locator("h3 small").inner_text()
        with page.expect_navigation():
            line.locator("a[href*='#any_two--']").click()
        assert page.locator(".psp-choose").count() == 0
        assert page.locator(":target").inner_text() == names.replace(" × ", " and ")
        page.close()


def test_two_roles_are_chosen_under_instant_navigation(
    site: Path, run: Run, browser: Browser
) -> None:
    with served(site / "site") as where:
        theme = "theme: {name: material, features: [navigation.instant]}"
        mkdocs = factory.MKDOCS.replace("theme: {name: material}", theme)
        factory.write_site(site, f"{mkdocs}site_url: {where}\n")
        factory.write_scenario(site, data=factory.scenario(3, 2))
        factory.write_records(site)
        assert run("mkdocs", "build", "--strict").returncode == 0
        page = new_page(browser)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{where}scenarios/tram/conflicts/")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.stays = true")
        page.locator(".psp-beside").first.click()
        page.wait_for_url("**/comparisons/#any_two--*")
        chosen = page.locator(".psp-pair:visible")
        expect(chosen).to_have_count(1)
        assert page.evaluate("window.stays")
        page.click(".psp-pick summary")
        page.click('.psp-pick a[title="Role b and Role c"]')
        expect(chosen).to_have_text("Role b and Role c")
        expect(page.locator(".psp-choose select").first).to_have_value("role-b")
        page.close()
    assert errors == []
