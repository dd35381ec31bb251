from django.urls import path

from complaints.views import contacts, intake, receipts

urlpatterns = [
    path("", intake.home, name="home"),
    path("privacy/", intake.privacy, name="privacy"),
    path("start/", intake.start, name="start"),
    path("resume/", intake.resume, name="resume"),
    path("leave/", intake.leave, name="leave"),
    path("drafts/<uuid:draft_id>/discard/", intake.discard, name="discard"),
    path("drafts/<uuid:draft_id>/<slug:slug>/", intake.step, name="step"),
    path("cases/<str:number>/contacts/", contacts.contacts, name="contacts"),
    path("cases/<str:number>/receipt/", receipts.receipt, name="receipt"),
    path("cases/<str:number>/receipt.txt", receipts.receipt_text, name="receipt_text"),
    path("receipts/check/", receipts.receipt_check, name="receipt_check"),
    path("receipts/<str:code>/", receipts.receipt_public, name="receipt_public"),
    path("public-key.pem", receipts.public_key, name="public_key"),
]
