"""The report of a barrier, as the accessibility law asks for it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BarrierForm(forms.Form):
    """What hinders, where, and if wanted an address for the answer; nobody must give a name."""

    message = forms.CharField(
        label=_("What hinders you?"),
        help_text=_("Describe what does not work, and what you use, a screen reader for example."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    page = forms.CharField(
        label=_("On which page?"),
        help_text=_("The address or the title of the page."),
        max_length=500,
        required=False,
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
