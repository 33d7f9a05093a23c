"""Where the agents' screen stands. No address holds more than a municipality and an item."""

from __future__ import annotations

from django.urls import path

from channels.desk.agent.codes import code
from channels.desk.agent.finding import found
from channels.desk.agent.forwarding import forward
from channels.desk.agent.pages import home, item, start
from channels.desk.agent.registering import contact, register, searched
from channels.desk.agent.remarks import remark, send_remark
from channels.desk.agent.sending import letter, message, preview, send
from channels.desk.agent.switching import give, redeem

urlpatterns = [
    path("desk/", start, name="desk"),
    path("desk/<str:municipality>/", home, name="desk-home"),
    path("desk/<str:municipality>/zoek/", found, name="desk-find"),
    path("desk/<str:municipality>/antwoordcode/", code, name="desk-code"),
    path("desk/<str:municipality>/gezocht/", searched, name="desk-searched"),
    path("desk/<str:municipality>/contact/", contact, name="desk-contact"),
    path("desk/<str:municipality>/contact/vastleggen/", register, name="desk-register"),
    path("desk/<str:municipality>/koppelcode/", redeem, name="desk-switch"),
    path("desk/<str:municipality>/item/<str:item>/", item, name="desk-item"),
    path("desk/<str:municipality>/item/<str:item>/versturen/", send, name="desk-send"),
    path("desk/<str:municipality>/item/<str:item>/voorbeeld/", preview, name="desk-preview"),
    path("desk/<str:municipality>/item/<str:item>/brief.pdf", letter, name="desk-letter"),
    path("desk/<str:municipality>/item/<str:item>/bericht.eml", message, name="desk-message"),
    path("desk/<str:municipality>/item/<str:item>/doorverbinden/", forward, name="desk-forward"),
    path("desk/<str:municipality>/item/<str:item>/koppelcode/", give, name="desk-switch-give"),
    path("desk/<str:municipality>/item/<str:item>/opmerking/", remark, name="desk-remark"),
    path("desk/<str:municipality>/item/<str:item>/opmerking/versturen/", send_remark, name="desk-remark-send"),
]
