from django.urls import path

from legal.views import capture, cases, channels, library, overrule, self_help, statements, wants

urlpatterns = [
    path("drafts/<uuid:draft_id>/law/wants/", wants.wants, name="draft_wants"),
    path("cases/<str:number>/law/reasons/", cases.reasons, name="law_reasons"),
    path("cases/<str:number>/law/recount/", cases.recount, name="recount"),
    path("cases/<str:number>/law/<int:assessment_id>/", cases.earlier_law, name="earlier_law"),
    path("cases/<str:number>/law/overrule/", overrule.overrule, name="overrule"),
    path("cases/<str:number>/statements/", statements.statements, name="statements"),
    path("cases/<str:number>/statements/<slug:matter>/", statements.statement, name="statement"),
    path("cases/<str:number>/self-help/", self_help.case_self_help, name="case_self_help"),
    path("cases/<str:number>/capture/", capture.case_capture, name="case_capture"),
    path("capture/", capture.capture, name="capture"),
    path("self-help/", self_help.self_help, name="self_help"),
    path("law/", library.shelves, name="law_library"),
    path("law/situations/", library.situations, name="law_situations"),
    path("law/situations/<slug:situation>/", library.situation_page, name="law_situation"),
    path("law/cases/", library.reported, name="law_reported"),
    path("law/channels/", channels.channels, name="law_channels"),
    path("law/channels/<str:channel>/", channels.channel_page, name="law_channel"),
    path("law/<str:statute_id>/", library.statute, name="law_statute"),
    # ``path``, because the name of an article whose number is not known may hold a slash.
    path("law/<str:statute_id>/<path:article_number>/", library.article, name="law_article"),
]
