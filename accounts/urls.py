from django.urls import path

from accounts import views

urlpatterns = [path("unsent/", views.unsent, name="unsent")]
