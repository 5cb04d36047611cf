"""The frame of every page: main navigation and messages."""

from django.contrib.messages.storage.base import Message
from django.template import Context, Library

from ..navigation import visible_items

register = Library()

MESSAGE_TONES = {"success": "success", "warning": "warning", "error": "danger"}


@register.inclusion_tag("components/main_navigation.html", takes_context=True)
def main_navigation(context: Context) -> dict[str, object]:
    """The parts of the software that this person may open; the present one is marked."""
    items = visible_items(context["request"])
    behind = [item for item in items if item.behind]
    return {
        "items": [item for item in items if not item.behind],
        "behind": behind,
        "is_behind": any(item.current for item in behind),
    }


@register.filter
def message_tone(message: Message) -> str:
    """The tone in which a message of `django.contrib.messages` is shown."""
    return MESSAGE_TONES.get(message.level_tag, "info")
