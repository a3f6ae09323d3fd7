"""What the house has to offer with a room; pure. A house that offers other things changes this list."""

from collections.abc import Iterable

from portal.kernel.words import N_

EQUIPMENT = {"microphone": N_("Microphone"), "recording": N_("Recording"), "flipchart": N_("Flipchart")}
LAYOUTS = {
    "board": N_("Around a table"),
    "ushape": N_("In a U"),
    "theatre": N_("In rows"),
    "standing": N_("Standing"),
}
CATERING = {"coffee": N_("Coffee and tea"), "lunch": N_("Lunch"), "fruit": N_("Fruit and water")}
OFFERED = EQUIPMENT | CATERING
WORDS = LAYOUTS | OFFERED


def known(wants: Iterable[str]) -> tuple[str, ...]:
    """Those that the house offers, each once, in the house's order; one layout at most."""
    asked = {want for each in wants for want in each.split(",")}
    layout = [want for want in LAYOUTS if want in asked][:1]
    return (*layout, *(want for want in OFFERED if want in asked))
