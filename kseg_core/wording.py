"""Numbers as people read them."""


def percent(share: float) -> str:
    """A share with a decimal that says something: "28.5 %", "< 0.1 %"."""
    return "< 0.1 %" if 0 < share < 0.001 else f"{100 * share:.1f} %"
