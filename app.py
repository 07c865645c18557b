"""kseg: segment a photo by color. Page set-up, navigation, shared sidebar, error boundary."""

from pages._ui import navigation, sidebar
from pages._ui.errors import guarded
from pages._ui.layout import set_up_page

set_up_page()
page = navigation.declare()
with guarded():
    sidebar.draw()
    navigation.run(page)
