"""What is open on the 3D Explorer; nothing else is computed."""

from enum import StrEnum

from pages._ui.segmented_choice import one_of


class ExplorerSection(StrEnum):
    """The sections in the order of their tabs."""

    COLORS = "Colors"
    SELECTION = "Selection"
    STEPS = "K-means step by step"
    CUSTOMERS = "Customers"

    @property
    def heading(self) -> str:
        """What stands over it."""
        match self:
            case ExplorerSection.COLORS | ExplorerSection.SELECTION:
                return "The colors of the photo, in space"
            case ExplorerSection.STEPS:
                return "K-means at work on the photo"
            case ExplorerSection.CUSTOMERS:
                return "K-means at work on customers"


def choose_section() -> ExplorerSection:
    """Draw the tabs and return the open one."""
    return ExplorerSection(
        one_of(
            "Explore", [str(section) for section in ExplorerSection], key="explore_section", show_label=False
        )
    )
