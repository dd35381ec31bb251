from django.urls import path

from evidence import views

urlpatterns = [
    path("drafts/<uuid:draft_id>/evidence/files/", views.draft_files, name="draft_files"),
    path("cases/<str:number>/files/", views.case_files, name="case_files"),
    path("evidence/<uuid:exhibit_id>/copy", views.copy, name="exhibit_copy"),
    path("evidence/<uuid:exhibit_id>/thumbnail", views.thumbnail, name="exhibit_thumbnail"),
]
