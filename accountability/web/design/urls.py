"""Address of the living style page; included only by development and tests."""

from django.urls import path

from accountability.web.design import views

urlpatterns = [path("_design/", views.design_page, name="design_page")]
