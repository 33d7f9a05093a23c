"""Where the screens of this room stand."""

from __future__ import annotations

from django.urls import path

from channels.desk.agent.urls import urlpatterns as agent_urls
from channels.desk.fact_check.door import fact_check
from channels.desk.side_by_side import letter_file, letter_picture, side_by_side

urlpatterns = [
    *agent_urls,
    path("feitencontrole/<str:token>/", fact_check, name="fact-check"),
    path("", side_by_side, name="side-by-side"),
    path("side-by-side/letter.png", letter_picture, name="side-by-side-letter-picture"),
    path("side-by-side/letter.pdf", letter_file, name="side-by-side-letter-file"),
]
