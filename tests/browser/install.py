"""The Chromium that the browser tests drive: where it is, and how to get one.

``python -m tests.browser.install`` installs one if there is none, and prints its path.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

MISSING = (
    "The browser tests need Chromium: install your system's package chromium, run "
    "'python -m playwright install --with-deps chromium', or set KSEG_CHROMIUM to the path of one."
)


def find_chromium() -> str | None:
    """Path of a Chromium that starts, or None. KSEG_CHROMIUM, when set, is the only one tried."""
    chosen = os.environ.get("KSEG_CHROMIUM")
    if chosen:
        return chosen if _starts(chosen) else None
    for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path and _starts(path):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def install_chromium() -> str | None:
    """Find Chromium; if there is none, get it from Debian when root, else from Playwright."""
    found = find_chromium()
    if found or os.environ.get("KSEG_CHROMIUM"):
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=False, stdout=sys.stderr, env=quiet)
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=False, stdout=sys.stderr, env=quiet)
        found = find_chromium()
    if not found:
        own = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(own, check=False, stdout=sys.stderr)
        found = find_chromium()
    return found


def _starts(path: str) -> bool:
    """Whether it runs at all: Ubuntu's package is a stub that only asks for a snap."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    chromium = install_chromium()
    if chromium is None:
        sys.exit(MISSING)
    print(chromium)
