from django.urls import path

from accountability.web.agreements import views

urlpatterns = [
    path("ban-cam-ket/", views.own_agreement, name="own_agreement"),
    path("ban-cam-ket/<uuid:uuid>/", views.agreement_page, name="agreement"),
    path("ban-cam-ket/<uuid:uuid>/ky/", views.agreement_sign_now, name="agreement_sign"),
    path("ban-cam-ket/<uuid:uuid>/van-ban/", views.agreement_text, name="agreement_text"),
    path("ban-cam-ket/<uuid:uuid>/tinh-trang/", views.agreement_progress, name="agreement_progress"),
]
