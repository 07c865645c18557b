"""Inside a page of another site, as ``?embed=true`` in a frame."""

from playwright.sync_api import FilePayload, Page, expect

from pages._ui.declarations import PAGES
from tests.app.visit import noise, png
from tests.browser.journey import UPLOADER

PATIENCE = 20_000


def test_in_a_frame_photos_pages_and_results_are_all_there(page: Page, app_url: str):
    address = f"{app_url}/?embed=true&sample=Two+reds&k=2"
    page.goto(app_url.replace("127.0.0.1", "localhost") + "/_stcore/health")  # to browsers, another site
    page.set_content(f'<iframe src="{address}" width="1100" height="700"></iframe>')
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="PNG")).to_be_visible(timeout=PATIENCE)
    expect(frame.get_by_role("button", name="Samples")).to_be_visible()
    expect(frame.get_by_role("button", name="Upload", exact=True)).to_be_visible()
    expect(frame.get_by_role("button", name="Main menu")).to_have_count(0)
    frame.locator(UPLOADER).set_input_files(FilePayload(name="mine", mimeType="", buffer=png(noise(30, 50))))
    expect(frame.get_by_text("50 × 30 pixels")).to_be_visible(timeout=PATIENCE)
    links = frame.get_by_test_id("stSidebarNavLink")
    assert [link.inner_text().split("\n")[-1] for link in links.all()] == [each.title for each in PAGES]
    links.get_by_text("Edges").click()
    expect(frame.get_by_role("heading", name="Edges", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(frame.get_by_role("button", name="Main menu")).to_have_count(0)
