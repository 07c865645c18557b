"""The Elbow page in a browser: clicks on the curve, and the way to the Cluster page."""

from playwright.sync_api import Page

from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit


def test_a_click_on_the_curve_shows_that_k_and_carries_it_to_the_cluster_page(page: Page, app_url: str):
    visit(page, f"{app_url}/elbow?sample=Shoreline&elbow_max=5&seed=4")
    no_exception(page)
    page.get_by_text("Clear elbow at K = 3.").wait_for()
    curve = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace").first
    curve.locator(".point").nth(1).click(force=True)
    settled(page)
    assert address(page)["elbow_k"] == ["2"]
    page.get_by_role("link", name="Use K = 2 on the Cluster page").click()
    page.get_by_text("One photo, a few colors").wait_for()
    settled(page)
    no_exception(page)
    assert address(page) == {"sample": ["Shoreline"], "k": ["2"], "seed": ["4"]}
    titles = page.locator(".js-plotly-plot .annotation-text").all_text_contents()
    assert titles == ["Original", "K = 2"]
