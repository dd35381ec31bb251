from django.urls import path

from evidence import views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("drafts/<uuid:draft_id>/evidence/files/", views.draft_files, name="draft_files"),
    path("cases/<str:number>/files/", views.case_files, name="case_files"),
    path("drafts/<uuid:draft_id>/evidence/backups/", views.draft_imports, name="draft_imports"),
    path("drafts/<uuid:draft_id>/evidence/screenshots/", views.draft_screenshots, name="draft_screenshots"),
    path("evidence/<uuid:exhibit_id>/messages/", views.screenshot, name="screenshot"),
    path("cases/<str:number>/backups/", views.case_imports, name="case_imports"),
    path("backups/<uuid:import_id>/", views.one_import, name="import"),
    path("cases/<str:number>/custody.json", views.case_custody, name="case_custody"),
    path("custody/", views.heads, name="heads"),
    path("custody/heads.jsonl", views.heads_lines, name="heads_lines"),
    path("custody/authority.pem", views.authority, name="head_authority"),
    path("custody/<str:day>.json", views.head_text, name="head_text"),
    path("custody/<str:day>.sig", views.head_signature, name="head_signature"),
    path("custody/<str:day>.tsr", views.head_token, name="head_token"),
    path("evidence/uploads/", views.uploads, name="uploads"),
    path("evidence/uploads/<uuid:upload_id>/", views.upload, name="upload"),
    path("evidence/search/", views.search, name="evidence_search"),
    path("evidence/<uuid:exhibit_id>/", views.exhibit, name="exhibit"),
    path("evidence/<uuid:exhibit_id>/pages/<int:page>/", views.exhibit, name="exhibit_page"),
    path("evidence/<uuid:exhibit_id>/pages/<int:page>/picture", views.picture, name="exhibit_picture"),
    path("evidence/<uuid:exhibit_id>/waveform", views.waveform, name="exhibit_waveform"),
    path("evidence/<uuid:exhibit_id>/copy", views.copy, name="exhibit_copy"),
    path("evidence/<uuid:exhibit_id>/redact/", views.redact, name="redact"),
    path("evidence/<uuid:exhibit_id>/redact/<int:page>/", views.redact, name="redact_page"),
    path("evidence/<uuid:exhibit_id>/redacted", views.redacted, name="exhibit_redacted"),
    path("evidence/<uuid:exhibit_id>/redacted/top", views.redacted_top, name="exhibit_redacted_top"),
    path("evidence/<uuid:exhibit_id>/thumbnail", views.thumbnail, name="exhibit_thumbnail"),
]
