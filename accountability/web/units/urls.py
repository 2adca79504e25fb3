from django.urls import path

from accountability.web.units import views

urlpatterns = [
    path("don-vi/<uuid:uuid>/", views.unit_page, name="unit"),
]
