"""Edge maps as they stand in a row of small pictures."""

from kseg_core.canny.stage_window import EdgeWork
from kseg_core.encoding.lines import BLACK, WHITE
from kseg_core.encoding.pictures import Encoded
from pages._ui.edges import cache as edge_cache
from pages._ui.edges.cache import STAGE_SIDE, EdgeSource


def white_on_black(source: EdgeSource, work: EdgeWork) -> Encoded:
    """An edge map in white on black, as large as the pictures of the stages."""
    return edge_cache.edges_preview(source, work, line=WHITE, ground=BLACK, width=1, max_side=STAGE_SIDE)
