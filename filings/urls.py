from django.urls import path

from filings.views import cases, erasing, exports, filing, preservation, sending, supplements

urlpatterns = [
    path("cases/", cases.my_cases, name="my_cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/receipt.pdf", cases.receipt_pdf, name="receipt_pdf"),
    path("cases/<str:number>/preservation/", preservation.preservation, name="preservation"),
    path("cases/<str:number>/preservation.pdf", preservation.preservation_pdf, name="preservation_pdf"),
    path("cases/<str:number>/files/<int:ordinal>/erase/", erasing.erase_exhibit, name="erase_exhibit"),
    path("cases/<str:number>/share/", cases.share, name="share"),
    path("cases/<str:number>/share/<int:access_id>/end/", cases.end_share, name="end_share"),
    path("cases/<str:number>/share/<int:access_id>/confirm/", cases.confirm_share, name="confirm_share"),
    path("shares/<int:access_id>/<slug:answer>/", cases.answer_share, name="answer_share"),
    path("cases/<str:number>/send/<slug:channel>/", sending.choose_recipient, name="choose_recipient"),
    path("cases/<str:number>/send/<slug:channel>/<int:recipient_id>/", sending.consent, name="consent"),
    path("filings/<uuid:filing_id>/", filing.filing, name="filing"),
    path("filings/<uuid:filing_id>/correction/", supplements.correct, name="correct_filing"),
    path("filings/<uuid:filing_id>/supplement/", supplements.write, name="write_supplement"),
    path("filings/<uuid:filing_id>/<slug:act>/", filing.act, name="filing_act"),
    path("filings/<uuid:filing_id>/documents/<int:document_id>/", filing.document, name="filing_document"),
    path("supplements/<uuid:supplement_id>/", supplements.supplement, name="supplement"),
    path("supplements/<uuid:supplement_id>/letter/", supplements.letter, name="supplement_letter"),
    path("supplements/<uuid:supplement_id>/<slug:act>/", supplements.act, name="supplement_act"),
    path("cases/<str:number>/bundle/", exports.bundle, name="bundle"),
    path("exports/<uuid:export_id>/", exports.download, name="export_download"),
    path("exports/<uuid:export_id>/again/", exports.again, name="export_again"),
    path("exports/<uuid:export_id>/remove/", exports.remove, name="export_remove"),
    path("bundles/check/", exports.bundle_check, name="bundle_check"),
    path("bundles/verify.py", exports.bundle_program, name="bundle_program"),
    path("bundles/<str:bundle_code>/", exports.bundle_public, name="bundle_public"),
]
