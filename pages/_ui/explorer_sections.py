"""What is open on the 3D Explorer; nothing else is computed."""

from enum import StrEnum

from pages._ui.one_of import one_of


class Section(StrEnum):
    """The sections in the order of their tabs."""

    COLORS = "Colors"
    SELECTION = "Selection"
    STEPS = "K-means step by step"
    CUSTOMERS = "Customers"


def choose_section() -> Section:
    """Draw the tabs and return the open one."""
    return Section(
        one_of("Explore", [str(section) for section in Section], key="explore_section", show_label=False)
    )
