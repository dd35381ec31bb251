from django.urls import path

from complaints.views import codes, contacts, intake, language, leaving, mailbox, privacy, receipts, training

urlpatterns = [
    path("", intake.home, name="home"),
    path("language/", language.choose_language, name="language"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("resume/", codes.resume, name="resume"),
    path("resume/back/", codes.back, name="back_to_case"),
    path("leave/", codes.leave, name="leave"),
    path("return/", codes.way_back, name="way_back"),
    path("return/asked/", codes.way_back_asked, name="way_back_asked"),
    path("return/<str:token>/", codes.way_back_link, name="way_back_link"),
    path("mailbox/<str:token>/", mailbox.mailbox, name="mailbox"),
    path("cases/<str:number>/code/", codes.case_code, name="case_code"),
    path("cases/<str:number>/take-over/", codes.take_over, name="take_over"),
    path("account/delete/", leaving.delete_account, name="delete_account"),
    path("account/deleted/", leaving.account_deleted, name="account_deleted"),
    path("drafts/<uuid:draft_id>/discard/", intake.discard, name="discard"),
    path("drafts/<uuid:draft_id>/<slug:slug>/", intake.step, name="step"),
    path("cases/<str:number>/contacts/", contacts.contacts, name="contacts"),
    path("cases/<str:number>/training/", training.training, name="training"),
    path("cases/<str:number>/receipt/", receipts.receipt, name="receipt"),
    path("cases/<str:number>/receipt.txt", receipts.receipt_text, name="receipt_text"),
    path("receipts/check/", receipts.receipt_check, name="receipt_check"),
    path("receipts/<str:code>/", receipts.receipt_public, name="receipt_public"),
    path("public-key.pem", receipts.public_key, name="public_key"),
]
