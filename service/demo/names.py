"""Invented names of people and houses; surnames are coined, so that none is a real person's."""

from typing import Final

import numpy as np

from service.domain.people import Sex

# fmt: off
FIRST_NAMES: Final = {
    Sex.FEMALE: (
        "Ada", "Amber", "Beth", "Bryony", "Carys", "Clara", "Dawn", "Della", "Edie", "Elin",
        "Faye", "Freya", "Greta", "Hazel", "Imogen", "Iris", "Jess", "Josie", "Leah", "Lorna",
        "Mabel", "Maya", "Nell", "Nora", "Olive", "Orla", "Petra", "Poppy", "Rhona", "Rosa",
        "Tess", "Thea", "Una", "Vera", "Willa", "Wren", "Yasmin", "Zara",
    ),
    Sex.MALE: (
        "Abel", "Alfie", "Arlo", "Barney", "Bram", "Caleb", "Cole", "Dale", "Davin", "Eddy",
        "Ellis", "Ewan", "Felix", "Finn", "Gabe", "Glen", "Harvey", "Hugo", "Ivor", "Jago",
        "Jed", "Joss", "Kai", "Lenny", "Lewin", "Milo", "Monty", "Ned", "Noel", "Otis",
        "Owen", "Perry", "Quin", "Reuben", "Rory", "Silas", "Toby", "Vince", "Wilf",
    ),
}

_STARTS: Final = (
    "Alder", "Bracken", "Carr", "Dun", "Elder", "Fen", "Gorse", "Heath", "Kelling", "Marl",
    "Reed", "Sedge",
)
_ENDS: Final = ("wick", "holt", "marsham", "stowby", "croftley", "lingford")
SURNAMES: Final = tuple(start + end for start in _STARTS for end in _ENDS)

_PLANTS_AND_BIRDS: Final = (
    "Alder", "Ash", "Aspen", "Avocet", "Barley", "Bittern", "Bluebell", "Bramble", "Brimstone",
    "Buckthorn", "Bulrush", "Campion", "Chaffinch", "Clover", "Coltsfoot", "Cowslip", "Curlew",
    "Dunlin", "Elder", "Fescue", "Foxglove", "Goldcrest", "Godwit", "Gorse", "Harebell",
    "Harrier", "Hawthorn", "Hazel", "Heather", "Hornbeam", "Kestrel", "Knapweed", "Lapwing",
    "Linnet", "Mallow", "Marigold", "Meadowsweet", "Medlar", "Orchid", "Osier", "Oxlip",
    "Plover", "Quince", "Ragwort", "Redshank", "Rowan", "Sallow", "Sanderling", "Skylark",
    "Sorrel", "Spindle", "Swallowtail", "Tansy", "Teasel", "Thyme", "Turnstone", "Vetch",
    "Whimbrel", "Yarrow",
)
_HOUSES: Final = ("Court", "House", "Close", "Gardens", "Row", "Yard")
_HOUSE_NAMES: Final = tuple(f"{plant} {house}" for plant in _PLANTS_AND_BIRDS for house in _HOUSES)
# fmt: on


def house_names(rng: np.random.Generator) -> list[str]:
    """Names for schemes, each once, in an order by lot."""
    return [_HOUSE_NAMES[i] for i in rng.permutation(len(_HOUSE_NAMES))]


def person_name(sex: Sex, rng: np.random.Generator) -> str:
    """A first name and a coined surname."""
    first = FIRST_NAMES[sex]
    return f"{first[rng.integers(len(first))]} {SURNAMES[rng.integers(len(SURNAMES))]}"
