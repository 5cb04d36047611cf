"""Who runs this installation, for the pages that the law asks for."""

from typing import Final

from .env import MODE, Mode, env, shaped
from .product import CITY_NAME

_SAMPLE_LICENSE: Final = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
_SAMPLES: Final = {
    "CITY_REPRESENTATIVE": "die Oberbürgermeisterin oder den Oberbürgermeister",
    "CITY_STREET": "Rathausplatz 1",
    "CITY_TOWN": f"00000 {CITY_NAME}",
    "CITY_PHONE": "0000 000-0",
    "CITY_EMAIL": "info@stadt.example",
    "CITY_VAT_ID": "",
    "CITY_SUPERVISION": "Bezirksregierung",
    "CITY_DATA_PROTECTION_EMAIL": "datenschutz@stadt.example",
    "CITY_DATA_PROTECTION_AUTHORITY": (
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen"
    ),
    "CITY_ACCESSIBILITY_EMAIL": "barrierefrei@stadt.example",
    "CITY_ACCESSIBILITY_PHONE": "0000 000-1",
    "CITY_ACCESSIBILITY_OMBUDSMAN": (
        "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen"
    ),
    "CITY_ACCESSIBILITY_CHECKED": "",
}

# Read by the templates of the legal pages; CITY_STREET becomes operator.street.
OPERATOR: dict[str, str] = {
    name.removeprefix("CITY_").lower(): env.str(name, default=sample)
    for name, sample in _SAMPLES.items()
}

_OWN: Final = ("STREET", "TOWN", "PHONE", "EMAIL", "DATA_PROTECTION_EMAIL", "ACCESSIBILITY_EMAIL")
# What still says the sample's words; `check --deploy` names it.
OPERATOR_SAMPLES: list[str] = [
    name
    for name in (f"CITY_{own}" for own in _OWN)
    if env.str(name, default=_SAMPLES[name]) == _SAMPLES[name]
]

# Where the pages for the public lead for what the law asks: the city's own pages, else ours.
PUBLIC_LINKS: dict[str, str] = {
    "imprint": env.str("PUBLIC_IMPRINT_URL", default=""),
    "privacy": env.str("PUBLIC_PRIVACY_URL", default=""),
    "accessibility": env.str("PUBLIC_ACCESSIBILITY_URL", default=""),
}

# Under which licence everybody may use the public lists; empty: there is no catalogue of them.
# Whoever collects catalogues knows licences by the list of DCAT-AP.de.
PUBLIC_LICENSE = shaped(
    "PUBLIC_LICENSE",
    shape=r"http://dcat-ap\.de/def/licenses/[\w./-]+",
    default=_SAMPLE_LICENSE if MODE is Mode.DEMO else "",
)
# Who is to be named by whoever uses them.
PUBLIC_LICENSE_NAME: str = env.str("PUBLIC_LICENSE_NAME", default=CITY_NAME)
# Given by GovData to whoever delivers to it; empty: none.
PUBLIC_CONTRIBUTOR_ID = shaped(
    "PUBLIC_CONTRIBUTOR_ID", shape=r"http://dcat-ap\.de/def/contributors/[\w-]+"
)
# The official municipality key (AGS); empty: the catalogue names no place.
PUBLIC_MUNICIPALITY_KEY = shaped("PUBLIC_MUNICIPALITY_KEY", shape=r"\d{8}")
