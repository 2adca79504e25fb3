from django.urls import path

from accountability.web.account import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("ngon-ngu/", views.choose_language, name="set_language"),
]
