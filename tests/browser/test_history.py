"""Back and Forward: one press goes to the view before or after, with its photo and settings."""

from playwright.sync_api import Page

from tests.browser.idle import settled
from tests.browser.journey import address, visit


def press(page: Page, way: str) -> dict[str, list[str]]:
    """Press Back or Forward once and return the address with its path."""
    page.evaluate(f"history.{way}()")
    settled(page)
    return place(page)


def place(page: Page) -> dict[str, list[str]]:
    return {"page": [page.evaluate("location.pathname")], **address(page)}


def open_page(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    settled(page)


def choose(page: Page, name: str) -> dict[str, list[str]]:
    page.get_by_role("radio", name=name).first.click()
    settled(page)
    return place(page)


def test_each_press_of_back_returns_to_the_view_just_left(page: Page, app_url: str):
    outside = f"{app_url}/_stcore/health"
    page.goto(outside)
    visit(page, f"{app_url}/elbow?sample=Shoreline&elbow_max=3&elbow_starts=false")
    views = [place(page)]
    page.get_by_role("link", name="on the Cluster page").click()
    settled(page)
    views += [place(page), choose(page, "Look closer")]
    assert views[1]["k"] == ["3"]
    page.get_by_role("slider", name="K").first.press("ArrowRight")
    settled(page)
    views[-1] = place(page)
    assert views[-1]["closer_k"] == ["6"]
    open_page(page, "Edges")
    views.append(choose(page, "Black on white"))

    assert [press(page, "back") for _ in views[1:]] == views[-2::-1]
    assert [press(page, "forward") for _ in views[1:]] == views[1:]
    # Quicker than the runs that answer. A new entry would take away those to go forward to.
    entries = page.evaluate("history.length")
    for _ in views[2:]:
        page.evaluate("history.back()")
        page.wait_for_timeout(60)
    settled(page)
    assert place(page) == views[1]
    assert page.evaluate("history.length") == entries
    assert press(page, "back") == views[0]
    page.evaluate("history.back()")
    page.wait_for_url(outside)
