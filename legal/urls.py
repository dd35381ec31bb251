from django.urls import path

from legal import views

urlpatterns = [
    path("cases/<str:number>/law/", views.law, name="law"),
]
