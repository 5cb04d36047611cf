"""The form renderer (FORM_RENDERER): every `{{ form }}` and `as_field_group` in KERN's markup."""

from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Templates of the project instead of Django's; widgets may be overridden the same way."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
