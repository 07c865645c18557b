"""What is open below the curve; nothing else is computed."""

from enum import StrEnum

from pages._ui.segmented_choice import one_of


class Section(StrEnum):
    """The sections in the order of their tabs."""

    JUDGES = "Judges"
    STARTS = "Random starts"
    SEEDS = "Seeds"
    SPACES = "Color spaces"
    SIZE = "File size"
    TABLE = "Table"


def choose_section() -> Section:
    """Draw the tabs and return the open one."""
    return Section(
        one_of("Look closer", [str(section) for section in Section], key="elbow_section", show_label=False)
    )
