"""The public lists as a catalogue by DCAT-AP.de 3.0, in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.urls import reverse

NAMESPACES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_EU = "http://publications.europa.eu/resource/authority"
_GEO = "http://dcat-ap.de/def/politicalGeocoding"
_MEDIA = "https://www.iana.org/assignments/media-types"
_DAYTIME = "http://www.w3.org/2001/XMLSchema#dateTime"
FORMATS: Mapping[str, tuple[str, str]] = {
    "CSV": ("CSV", "text/csv"),
    "Atom": ("ATOM", "application/atom+xml"),
}
"""Word → file type of the European list, media type."""


@dataclass(frozen=True, slots=True)
class File:
    """A distribution: a format and the address under which it lies."""

    title: str
    format: str
    path: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A public list."""

    page: str
    title: str
    description: str
    keywords: Sequence[str]
    themes: Sequence[str]
    changed_at: datetime
    files: Sequence[File]


def catalogue(*, title: str, description: str, datasets: Iterable[Dataset]) -> bytes:
    """All of it as one document; `settings.PUBLIC_LICENSE` is the licence of every file."""
    for prefix, space in NAMESPACES.items():
        ET.register_namespace(prefix, space)
    root = ET.Element(_name("rdf:RDF"))
    home = _address(reverse("portal:start"))
    node = _node(root, "dcat:Catalog", f"{home}#katalog")
    _words(node, "dct:title", title)
    _words(node, "dct:description", description)
    _publisher(node, home, named=True)
    _link(node, "dct:language", f"{_EU}/language/DEU")
    _link(node, "foaf:homepage", home)
    _link(node, "dct:license", settings.PUBLIC_LICENSE)
    _link(node, "dcat:themeTaxonomy", f"{_EU}/data-theme")
    _place(node)
    for dataset in datasets:
        _dataset(ET.SubElement(node, _name("dcat:dataset")), dataset, home)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _dataset(parent: ET.Element, dataset: Dataset, home: str) -> None:
    page = _address(dataset.page)
    node = _node(parent, "dcat:Dataset", f"{page}#daten")
    _words(node, "dct:title", dataset.title)
    _words(node, "dct:description", dataset.description)
    _publisher(node, home)
    if settings.PUBLIC_CONTRIBUTOR_ID:
        _link(node, "dcatde:contributorID", settings.PUBLIC_CONTRIBUTOR_ID)
    _text(node, "dct:identifier", f"{page}#daten")
    _text(node, "dct:modified", _moment(dataset.changed_at), type=_DAYTIME)
    for theme in dataset.themes:
        _link(node, "dcat:theme", f"{_EU}/data-theme/{theme}")
    for keyword in dataset.keywords:
        _words(node, "dcat:keyword", keyword)
    _link(node, "dcat:landingPage", page)
    _link(node, "dct:language", f"{_EU}/language/DEU")
    _link(node, "dct:accessRights", f"{_EU}/access-right/PUBLIC")
    _link(node, "dct:accrualPeriodicity", f"{_EU}/frequency/IRREG")
    _contact(node)
    _place(node, level=True)
    for file in dataset.files:
        _file(ET.SubElement(node, _name("dcat:distribution")), file, dataset)


def _file(parent: ET.Element, file: File, dataset: Dataset) -> None:
    address = _address(file.path)
    node = _node(parent, "dcat:Distribution", f"{address}#datei")
    _words(node, "dct:title", file.title)
    _link(node, "dcat:accessURL", address)
    _link(node, "dcat:downloadURL", address)
    _link(node, "dct:license", settings.PUBLIC_LICENSE)
    # It has to be there where the licence asks for a name, and may be there anyway.
    _text(node, "dcatde:licenseAttributionByText", settings.PUBLIC_LICENSE_NAME)
    kind, media = FORMATS[file.format]
    _link(node, "dct:format", f"{_EU}/file-type/{kind}")
    _link(node, "dcat:mediaType", f"{_MEDIA}/{media}")
    _link(node, "dcatap:availability", f"{_EU}/planned-availability/AVAILABLE")
    _text(node, "dct:modified", _moment(dataset.changed_at), type=_DAYTIME)


def _publisher(node: ET.Element, home: str, *, named: bool = False) -> None:
    """The city; described once."""
    if not named:
        _link(node, "dct:publisher", f"{home}#herausgeber")
        return
    city = _node(ET.SubElement(node, _name("dct:publisher")), "foaf:Agent", f"{home}#herausgeber")
    _text(city, "foaf:name", settings.CITY_NAME)
    _link(city, "dct:type", "http://purl.org/adms/publishertype/LocalAuthority")


def _contact(node: ET.Element) -> None:
    parent = ET.SubElement(node, _name("dcat:contactPoint"))
    kind = ET.SubElement(parent, _name("vcard:Organization"))
    # A validator that knows no subclasses finds what it looks for.
    _link(kind, "rdf:type", f"{NAMESPACES['vcard']}Kind")
    _text(kind, "vcard:fn", settings.CITY_NAME)
    _link(kind, "vcard:hasEmail", f"mailto:{settings.OPERATOR['email']}")


def _place(node: ET.Element, *, level: bool = False) -> None:
    """The municipality, if its official key is known."""
    key = settings.PUBLIC_MUNICIPALITY_KEY
    if level:
        _link(node, "dcatde:politicalGeocodingLevelURI", f"{_GEO}/Level/municipality")
    if key and level:
        _link(node, "dcatde:politicalGeocodingURI", f"{_GEO}/municipalityKey/{key}")
    if key:
        _link(node, "dct:spatial", f"{_GEO}/municipalityKey/{key}")


def _name(qualified: str) -> str:
    prefix, _, name = qualified.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


def _node(parent: ET.Element, kind: str, about: str) -> ET.Element:
    return ET.SubElement(parent, _name(kind), {_name("rdf:about"): about})


def _link(node: ET.Element, name: str, address: str) -> None:
    ET.SubElement(node, _name(name), {_name("rdf:resource"): address})


def _words(node: ET.Element, name: str, words: str) -> None:
    """A text in German."""
    language = {"{http://www.w3.org/XML/1998/namespace}lang": "de"}
    ET.SubElement(node, _name(name), language).text = words


def _text(node: ET.Element, name: str, text: str, *, type: str = "") -> None:  # noqa: A002 - as RDF calls it
    attributes = {_name("rdf:datatype"): type} if type else {}
    ET.SubElement(node, _name(name), attributes).text = text


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
