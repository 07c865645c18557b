"""What keeps people from using a page: findings of axe, sideways scrolling, pictures without words."""

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.views import OVER_THE_PAGE

OF_STREAMLIT = {
    # st.code with a height, in "Take away". Chromium lets the keyboard scroll it; axe does not know that.
    ("scrollable-region-focusable", "pre"),
}
"""Rule and element of what axe finds in a bare Streamlit page with the same widgets."""

CONTRAST = "color-contrast"

_MAIN = "[data-testid=stMain]"
_AXE = """([where, rules]) => axe.run(where, {
  resultTypes: ['violations'],
  ...(rules && { runOnly: rules }),
}).then(({ violations }) => violations
  .filter(({ impact }) => impact !== 'minor')
  .flatMap(({ id, nodes }) => nodes.map(({ html, target }) => [id, html, String(target)])))"""
_FITS = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  return main.scrollWidth <= main.clientWidth && document.scrollingElement.scrollWidth <= innerWidth
}"""
_NAMELESS = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element])
  const isNamed = (element) => element.alt || element.closest('[aria-label], [aria-hidden=true]')
  return all(document)
    .filter((element) => element.matches('img, canvas, [role=img], .js-plotly-plot, video'))
    .filter((element) => element.checkVisibility() && !isNamed(element))
    .map((element) => element.outerHTML.slice(0, 200))
}"""


def axe_findings(page: Page, *rules: str, whole: bool = True) -> list[tuple[str, str, str]]:
    """Rule, element and place of what axe finds and a bare Streamlit page would not have.

    Parameters
    ----------
    page : Page
        With axe as an init script.
    rules : str
        Those to check; without any, all.
    whole : bool
        False leaves out the sidebar, and what lies under a dialog or a popover.
    """
    over = page.locator(OVER_THE_PAGE).count()
    where = "html" if whole else OVER_THE_PAGE if over else _MAIN
    return [
        (rule, html, place)
        for rule, html, place in page.evaluate(_AXE, [where, list(rules) or None])
        if (rule, html[1:].split()[0].rstrip(">")) not in OF_STREAMLIT
    ]


def scrolls_sideways(page: Page, *, patience: float = 10) -> bool:
    """Whether the page is wider than the screen, once it has had time to fit."""
    try:
        page.wait_for_function(_FITS, timeout=1000 * patience)
    except PlaywrightTimeout:
        return True
    return False


def nameless_pictures(page: Page) -> list[str]:
    """Pictures and charts that nothing describes, as HTML."""
    return page.evaluate(_NAMELESS)
