from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [path("hello", lambda request: HttpResponse("hello")), path("", include("grapple.urls"))]
