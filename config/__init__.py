"""The shell around the apps: settings, URLs, templates, commands of operation."""
