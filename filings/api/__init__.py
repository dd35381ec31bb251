"""The DRF door of filings: whole cases, sending, the desk's queue and acts, bundles."""

from django.urls import path

from filings.api import acts, bundles, campaigns, cases, corpus, filing, owning, papers, sending, supplements

urlpatterns = [
    path("complaints/<str:number>/", cases.Case.as_view(), name="api-complaint"),
    path("complaints/<str:number>/recipients/", sending.CaseRecipients.as_view(), name="api-case-recipients"),
    path("complaints/<str:number>/consents/", sending.Consents.as_view(), name="api-consents"),
    path("complaints/<str:number>/filings/", sending.CaseFilings.as_view(), name="api-case-filings"),
    path("complaints/<str:number>/exports/", bundles.CaseExports.as_view(), name="api-case-exports"),
    path("complaints/<str:number>/shares/", owning.share, name="api-share"),
    path("complaints/<str:number>/shares/<int:access_id>/end/", owning.end_share, name="api-end-share"),
    path(
        "complaints/<str:number>/shares/<int:access_id>/confirm/",
        owning.confirm_share,
        name="api-confirm-share",
    ),
    path("shares/", owning.offers, name="api-offers"),
    path("shares/<int:access_id>/accept/", owning.accept_share, name="api-accept-share"),
    path("shares/<int:access_id>/decline/", owning.decline_share, name="api-decline-share"),
    path("exhibits/<uuid:exhibit_id>/erase/", owning.erase, name="api-erase-exhibit"),
    path("recipients/", sending.Recipients.as_view(), name="api-recipients"),
    path("campaigns/", campaigns.Campaigns.as_view(), name="api-campaigns"),
    path("campaigns/<int:campaign_id>/", campaigns.OneCampaign.as_view(), name="api-campaign"),
    path("filings/", filing.Queue.as_view(), name="api-filings"),
    path("filings/<uuid:filing_id>/", filing.OneFiling.as_view(), name="api-filing"),
    path(
        "filings/<uuid:filing_id>/documents/<int:document_id>/",
        filing.Document.as_view(),
        name="api-filing-document",
    ),
    path("filings/<uuid:filing_id>/confirm/", acts.confirm, name="api-confirm"),
    path("filings/<uuid:filing_id>/withdraw/", acts.withdraw, name="api-withdraw"),
    path("filings/<uuid:filing_id>/answer/", acts.answer, name="api-answer"),
    path("filings/<uuid:filing_id>/handed-in/", acts.handed_in, name="api-handed-in"),
    path("filings/<uuid:filing_id>/acknowledge/", acts.acknowledge, name="api-acknowledge"),
    path("filings/<uuid:filing_id>/resolve/", acts.resolve, name="api-resolve"),
    path("filings/<uuid:filing_id>/move/", acts.move, name="api-move"),
    path("filings/<uuid:filing_id>/ask/", acts.ask, name="api-ask"),
    path("filings/<uuid:filing_id>/asked/", acts.asked, name="api-asked"),
    path("filings/<uuid:filing_id>/note/", acts.note, name="api-note"),
    path("filings/<uuid:filing_id>/supplements/", supplements.Supplements.as_view(), name="api-supplements"),
    path("filings/<uuid:filing_id>/correction/", supplements.correct, name="api-correction"),
    path("supplements/<uuid:supplement_id>/", supplements.OneSupplement.as_view(), name="api-supplement"),
    path("supplements/<uuid:supplement_id>/prepare/", supplements.prepare, name="api-prepare-supplement"),
    path("supplements/<uuid:supplement_id>/confirm/", supplements.confirm, name="api-confirm-supplement"),
    path("supplements/<uuid:supplement_id>/cancel/", supplements.cancel, name="api-cancel-supplement"),
    path(
        "supplements/<uuid:supplement_id>/handed-in/", supplements.handed_in, name="api-supplement-handed-in"
    ),
    path("supplements/<uuid:supplement_id>/resolve/", supplements.resolve, name="api-resolve-supplement"),
    path("supplements/<uuid:supplement_id>/seen/", supplements.seen, name="api-supplement-seen"),
    path(
        "supplements/<uuid:supplement_id>/letter/", supplements.Letter.as_view(), name="api-supplement-letter"
    ),
    path("complaints/<str:number>/papers/", papers.Papers.as_view(), name="api-papers"),
    path("papers/<uuid:paper_id>/", papers.OnePaper.as_view(), name="api-paper"),
    path("papers/<uuid:paper_id>/edit/", papers.edit, name="api-edit-paper"),
    path("papers/<uuid:paper_id>/blocks/", papers.add, name="api-add-block"),
    path("papers/<uuid:paper_id>/blocks/<slug:key>/", papers.arrange, name="api-arrange-block"),
    path("papers/<uuid:paper_id>/update/", papers.update, name="api-update-paper"),
    path("papers/<uuid:paper_id>/ask/", papers.ask, name="api-ask-paper"),
    path("papers/<uuid:paper_id>/approve/", papers.approve, name="api-approve-paper"),
    path("papers/<uuid:paper_id>/discard/", papers.discard, name="api-discard-paper"),
    path(
        "papers/<uuid:paper_id>/versions/<int:place>/<slug:form>/",
        papers.VersionFile.as_view(),
        name="api-paper-version",
    ),
    path("filings/<uuid:filing_id>/assign/", acts.assign, name="api-assign"),
    path("exports/<uuid:export_id>/", bundles.OneExport.as_view(), name="api-export"),
    path("exports/<uuid:export_id>/download/", bundles.Download.as_view(), name="api-export-download"),
    path("check-corpus/", corpus.CheckCorpus.as_view(), name="api-check-corpus"),
    path("verify-bundle/", bundles.VerifyBundle.as_view(), name="api-verify-bundle"),
]
