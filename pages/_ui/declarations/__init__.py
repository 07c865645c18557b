"""Every page, declared once: the app and its tests walk over `PAGES`."""

from pages._ui.declarations.cluster import CLUSTER
from pages._ui.declarations.edges import EDGES
from pages._ui.declarations.elbow import ELBOW
from pages._ui.declarations.explorer import EXPLORER

PAGES = (CLUSTER, ELBOW, EDGES, EXPLORER)
"""In the order of the navigation; the first is the front page."""
