"""The building blocks of the interface; `config.templatetags.ui` lists them with examples."""
