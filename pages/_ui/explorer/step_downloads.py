"""The steps as animated pictures, made when they are clicked."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from kseg_core.steps.animation import FRAMES_MAX, AnimationFormat
from pages._ui.explorer.step_cache import Start, StepSource, animation

_NAMES = {AnimationFormat.GIF: "GIF", AnimationFormat.WEBP: "WebP"}


def offer_animations(source: StepSource, starts: Sequence[Start | None], stem: str) -> None:
    """Draw a menu of files, two for each run; nothing is computed before a click."""
    with st.popover("Take the steps away", icon=":material/download:"):
        st.caption(
            "The picture in the colors of each step, the points with their centroids, and the WCSS. Runs of "
            f"more than {FRAMES_MAX} steps are shown with gaps."
        )
        for number, start in enumerate(starts):
            if start is None:
                st.caption("There is no run yet: click the points that it starts from.")
                break
            for kind in AnimationFormat:
                st.download_button(
                    f"{start.seeding}, animated {_NAMES[kind]}",
                    data=partial(animation, source, start, kind),
                    file_name=f"{stem}-steps-{number + 1}.{kind}",
                    mime=kind.mime,
                    icon=":material/animation:",
                    key=f"explore_steps_{number}_{kind}",
                    on_click="ignore",
                    width="stretch",
                )
