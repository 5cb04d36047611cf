"""All addresses, in the order in which they are asked."""

from django.urls import URLPattern, URLResolver, include, path

from workflows.views.acting.acts import kind_urls

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.permission_denied"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.pages")),
    path("konto/", include("config.account_pages")),
    path("", include("workflows.urls")),
    path("", include("coordination.urls")),
    path("oeffentlich/", include("coordination.portal.urls")),
    path("gast/", include("coordination.guests.urls")),
    *kind_urls(),
    path("", include("config.earlier")),
]
