"""The addresses of the hub, and beside them Wagtail's own list without a row."""

from contenthub.urls import urlpatterns as hub
from tests.editorial.frame import urlpatterns as frame

urlpatterns = [*frame, *hub]
