"""kseg: segment a photo by color. Page set-up, navigation, shared sidebar, error boundary."""

import streamlit as st

from pages._ui.frame import entrance

with entrance.imports() as are_new:
    from pages._ui.compute_queue import photo_place
    from pages._ui.errors import guarded
    from pages._ui.frame import lessons, navigation, sidebar
    from pages._ui.frame.presentation import draw_presenter
    from pages._ui.k_in_sight import forget_k
    from pages._ui.photo import is_new, largest_at_hand, note_seen
    from pages._ui.process import set_up_process
    from pages._ui.unknown_values import tell_unknown

set_up_process()
page = navigation.declare()
if are_new:
    st.rerun()
with guarded():
    sidebar.draw_sources(page)
    with photo_place(largest_at_hand(), is_new=is_new()):
        sidebar.draw(page)
        lessons.draw_insight(page)
        forget_k()
        entrance.run(page)
        draw_presenter()
        tell_unknown()
        note_seen()
