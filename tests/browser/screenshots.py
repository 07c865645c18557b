"""The pictures in the README, taken of the app as it is.

    python -m tests.browser.screenshots

writes them into docs/.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.idle import settled
from tests.browser.install import MISSING, find_chromium
from tests.conftest import ROOT, AppServer

VIEWS = {
    "cluster": "/",
    "closer": "/?mode=Look+closer&sample=Cat&closer_k=6",
    "elbow": "/elbow?sample=Discs",
    "edges": "/edges?sample=Astronaut",
    "explorer": "/explorer?explore_paint=Cluster",
    "steps": "/explorer?sample=Discs&explore_section=K-means+step+by+step&explore_k=6"
    "&explore_start=Leftmost+points&explore_beside=k-means%2B%2B",
}
"""File in docs/ -> address."""

LAST_STEP = "To the end"
QUALITY = 88


def main() -> None:
    path = find_chromium()
    if path is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer("app.py", Path(folder) / "server.log")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            for name, address in VIEWS.items():
                page = browser.new_page(viewport=DESKTOP, color_scheme="light", device_scale_factor=1.5)
                page.goto(server.url + address)
                settled(page)
                page.wait_for_timeout(1500)
                if name == "steps":
                    page.get_by_role("button", name=LAST_STEP).click()
                    page.wait_for_timeout(1000)
                picture = Image.open(io.BytesIO(page.screenshot()))
                picture.convert("RGB").save(ROOT / "docs" / f"{name}.webp", quality=QUALITY, method=6)
                page.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
