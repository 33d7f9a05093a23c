from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from channels.desk.urls import urlpatterns as desk_urls
from contenthub.access.people.urls import urlpatterns as people_urls
from schemas.letters import letter_of_reference, letters
from schemas.view import graphql

# Bad requests and unknown addresses have templates of their own; this one also tells whether the database is away.
handler500 = "contenthub.operating.away.server_error"
urlpatterns = [
    *desk_urls,
    path("graphql", graphql, name="graphql"),
    path("letters", letters, name="letters"),
    path("letters/<str:reference>.pdf", letter_of_reference, name="letter-of-reference"),
    *people_urls,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Only while DEBUG is on; in production the proxy in front serves uploads, see compose.yaml.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
