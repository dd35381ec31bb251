from django.urls import path

from accounts import account_page, invitation_page, views

urlpatterns = [
    path("unsent/", views.unsent, name="unsent"),
    path("invitation/<str:token>/", invitation_page.invitation, name="invitation"),
    path("account/", account_page.account, name="account"),
    path("account/sign-out/", account_page.end_sign_ins, name="end_sign_ins"),
]
