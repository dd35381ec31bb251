from django.urls import path

from evidence import views

urlpatterns = [
    path("evidence/<uuid:exhibit_id>/copy", views.copy, name="exhibit_copy"),
    path("evidence/<uuid:exhibit_id>/thumbnail", views.thumbnail, name="exhibit_thumbnail"),
]
