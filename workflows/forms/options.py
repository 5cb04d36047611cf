"""What Django's forms take: the arguments that a form of ours hands on as they come."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList
from django.utils.datastructures import MultiValueDict

Data = Mapping[str, object] | None


class FormOptions(TypedDict, total=False):
    """Everything but the data, by name."""

    files: MultiValueDict[str, UploadedFile[bytes]] | None
    auto_id: bool | str
    prefix: str | None
    initial: MutableMapping[str, object] | None
    error_class: type[ErrorList]
    label_suffix: str | None
    empty_permitted: bool
    use_required_attribute: bool | None
    renderer: BaseRenderer | None
