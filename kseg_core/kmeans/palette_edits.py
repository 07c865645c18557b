"""What a visitor can change in a segmentation."""

from dataclasses import dataclass

from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import K_MAX
from kseg_core.palette import check_color

SPECKS_MAX = 10_000
"""Upper bound of `PaletteEdits.specks`, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteEdits:
    """Changes to a segmentation. Clusters keep the numbers they had before any edit.

    Attributes
    ----------
    merges : tuple of tuples of int
        Groups of clusters that become one. No cluster is in two groups.
    replacements : tuple of (int, (R, G, B))
        The color that a cluster is shown with. A merged cluster takes the replacement of its
        lowest member that has one.
    specks : int
        Regions of fewer pixels join a neighbor, see `remove_specks`; 0 = none do.

    Groups, their members and replacements are sorted, so that edits in another order are equal.

    Raises
    ------
    SettingsError
        If a number or color is out of range, a group has fewer than two members, or a cluster is in
        two groups or has two colors.
    """

    merges: tuple[tuple[int, ...], ...] = ()
    replacements: tuple[tuple[int, Rgb], ...] = ()
    specks: int = 0

    def __post_init__(self) -> None:
        merged = [_cluster(number) for group in self.merges for number in group]
        if len(set(merged)) != len(merged):
            raise SettingsError("A cluster can be merged into one group only.")
        if any(len(group) < 2 for group in self.merges):
            raise SettingsError("At least two clusters are needed to merge.")
        replaced = [_cluster(number) for number, _ in self.replacements]
        if len(set(replaced)) != len(replaced):
            raise SettingsError("A cluster can be given one color only.")
        if not is_whole(self.specks, 0, SPECKS_MAX):
            raise SettingsError(f"The size of specks must be a whole number from 0 to {SPECKS_MAX} pixels.")
        object.__setattr__(self, "merges", tuple(sorted(tuple(sorted(group)) for group in self.merges)))
        colors = ((number, check_color(color)) for number, color in self.replacements)
        object.__setattr__(self, "replacements", tuple(sorted(colors)))

    @property
    def highest(self) -> int:
        """The highest cluster number that is named, -1 if none is."""
        named = [*(number for group in self.merges for number in group), *dict(self.replacements)]
        return max(named, default=-1)


def _cluster(number: int) -> int:
    if not is_whole(number, 0, K_MAX - 1):
        raise SettingsError(f"{number!r} is not a cluster; they are numbered from 0 to {K_MAX - 1}.")
    return number


NO_EDITS = PaletteEdits()
