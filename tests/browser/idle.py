"""Waiting until Streamlit has nothing more to do."""

from playwright.sync_api import Page

_BUSY = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]'
_POLL = 50
"""Milliseconds; to look at every frame would make the browser draw every frame."""
_STEADY = """([busy, quiet]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const idle = app
    && app.dataset.testConnectionState === 'CONNECTED'
    && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector(busy)
    && [...document.images].every(image => image.complete || image.loading === 'lazy');
  if (!idle) { delete window.ksegIdleSince; return false; }
  window.ksegIdleSince ??= performance.now();
  return performance.now() - window.ksegIdleSince >= quiet;
}"""


def settled(page: Page, *, timeout: float = 30, quiet: float = 0.4) -> None:
    """Wait until the page has been idle for ``quiet`` seconds, or fail after ``timeout`` seconds.

    The quiet time covers the moment between a click and the start of the run that it causes.
    """
    page.evaluate("delete window.ksegIdleSince")
    page.wait_for_function(_STEADY, arg=[_BUSY, 1000 * quiet], timeout=1000 * timeout, polling=_POLL)
