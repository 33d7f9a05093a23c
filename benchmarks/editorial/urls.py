"""The admin as it is, and beside it the list without a row."""

from contenthub.urls import urlpatterns as hub
from tests.editorial.frame import urlpatterns as frame

handler500 = "contenthub.operating.away.server_error"
urlpatterns = [*frame, *hub]
