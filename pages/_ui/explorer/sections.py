"""What is open on the 3D Explorer; nothing else is computed."""

from pages._ui.declarations.explorer import ExplorerSection
from pages._ui.segmented_choice import segmented_choice


def choose_section() -> ExplorerSection:
    """Draw the tabs and return the open one."""
    options = [str(section) for section in ExplorerSection]
    return ExplorerSection(segmented_choice("Explore", options, key="explore_section", show_label=False))
