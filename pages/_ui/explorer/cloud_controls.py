"""What the cloud shows and how: clusters, points, shape, what is hidden, and the pixel that is followed."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import ColorSpace, KMeansSettings, RgbImage
from kseg_core.address.names import EXPLORER_K_MAX
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, shape_of
from kseg_core.edits.followed import follow_clusters
from kseg_core.image import Rgb
from kseg_core.palette import rgb_tuples
from pages._ui import address, widgets
from pages._ui.components.cloud_viewer import CloudLook, PointColor
from pages._ui.declarations.explorer import SHAPE_OF_THE_SPACE
from pages._ui.results import get_clusters
from pages._ui.unknown_values import note_outside, note_unknown
from pages._ui.widgets import EXPLORER_K_HELP

_SIZES = (0.5, 2.5, 0.1)

Hidden = tuple[tuple[int, Rgb], ...]


def choose_k(key: str = "explore_k", *, colors: bool = True) -> int:
    """Draw the slider for K; on a page once. Only where `colors` are clustered is there a color space."""
    return widgets.k_slider(
        key,
        most=EXPLORER_K_MAX,
        width=180,
        help=f"{EXPLORER_K_HELP} {'Color space and seed are' if colors else 'The seed is'} in the sidebar.",
    )


def choose_kind() -> CloudKind:
    """Draw what the points are and return it."""
    return widgets.segmented_choice(
        "Points",
        CloudKind,
        key="explore_kind",
        help="**Colors**: every color, or cells of close colors where there are too many. **Sampled "
        "pixels**: the colors of pixels drawn at random. **Density**: coarse cells, their size by the "
        "pixels in them.",
    )


def choose_shape() -> CloudShape:
    """Draw the shapes and return the chosen one."""
    chosen = widgets.menu_choice(
        "Shape",
        [SHAPE_OF_THE_SPACE, *CLOUD_SHAPES],
        key="explore_shape",
        width=170,
        help="The axes of the cloud. Automatic takes those of the color space of the sidebar, in which "
        "distances look as K-means measures them.",
    )
    if chosen == SHAPE_OF_THE_SPACE:
        return shape_of(ColorSpace(st.session_state.space))
    return CLOUD_SHAPES[chosen]


def choose_look(image: RgbImage, settings: KMeansSettings, tools: DeltaGenerator) -> CloudLook:
    """Draw the controls, those that are seldom needed in a popover in `tools`, and return what they say."""
    paint = widgets.segmented_choice(
        "Color by",
        PointColor,
        key="explore_paint",
        help="The color itself, the mean color of its cluster, or how far it lies from its centroid.",
    )
    with tools, st.popover("Show", icon=":material/visibility:"):
        centroids = widgets.toggle("Centroids", key="explore_centroids")
        members = widgets.toggle("Lines to their members", key="explore_members")
        outline = widgets.toggle("Outline of all sRGB colors", key="explore_outline")
        least, most, step = _SIZES
        size = widgets.slider("Size of the points", least, most, step=step, key="explore_size")
    return CloudLook(
        paint=paint,
        centroids=centroids,
        members=members,
        outline=outline,
        size=size,
        hidden=_hidden(image, settings),
    )


def keep_hidden(image: str, clusters: Hidden) -> None:
    """Hide clusters of the picture with this digest and show the others. For callbacks."""
    st.session_state.explore_hide = (image, clusters)


def followed_pixel(image: RgbImage) -> tuple[int, int] | None:
    """Column and row of the pixel that is followed, kept in the address."""
    note_outside("Column x", "explore_x", image.width)
    note_outside("Row y", "explore_y", image.height)
    x, y = address.recall_number("explore_x"), address.recall_number("explore_y")
    if x is None or y is None or x >= image.width or y >= image.height:
        unfollow_pixel()
        x = y = None
    address.write("explore_x", x)
    address.write("explore_y", y)
    return None if x is None or y is None else (x, y)


def follow_pixel(x: int, y: int) -> None:
    """Follow a pixel. For callbacks."""
    st.session_state.explore_x, st.session_state.explore_y = x, y


def unfollow_pixel() -> None:
    """Follow no pixel. For callbacks."""
    st.session_state.explore_x = st.session_state.explore_y = None


def hidden_follow(image: RgbImage, settings: KMeansSettings) -> bool:
    """Whether others were hidden than the clusters of these settings."""
    palette = dict(enumerate(_colors(image, settings)))
    return any(palette.get(number) != color for number, color in _kept_hidden(image, settings))


def _hidden(image: RgbImage, settings: KMeansSettings) -> tuple[int, ...]:
    """The hidden clusters, which follow to the nearest colors."""
    hidden = sorted(set(follow_clusters(_kept_hidden(image, settings), _colors(image, settings))))
    if "explore_hide" in st.session_state:
        address.write("explore_hide", *hidden)
    return tuple(hidden)


def _kept_hidden(image: RgbImage, settings: KMeansSettings) -> Hidden:
    """Number and color of the clusters that were hidden; another picture starts with none."""
    state = st.session_state
    if "explore_hide" not in state:
        # Numbers in a link are those of its own settings, even if the first run with these is interrupted.
        asked = state.setdefault("explore_hide_link", settings)
        if state.awaited:
            return ()
        named, colors = st.query_params.get_all("explore_hide"), _colors(image, asked)
        note_unknown("Hidden clusters", "explore_hide", set(map(str, range(len(colors)))).__contains__)
        linked = tuple(item for item in enumerate(colors) if str(item[0]) in named)
        state.explore_hide = (image.digest, linked)
    of, clusters = state.explore_hide or ("", ())
    return clusters if of == image.digest else ()


def _colors(image: RgbImage, settings: KMeansSettings) -> tuple[Rgb, ...]:
    return rgb_tuples(get_clusters(image, settings).palette)
