"""Coming in, going out, choosing a language."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.i18n import set_language

from accountability.web.account.forms import SignInForm
from accountability.web.account.presenters import demo_sign_ins

LAST_VISIT = "last_visit"


@method_decorator(login_not_required, name="dispatch")
class SignInPage(auth_views.LoginView):
    """Sign in, and come back to the page that was asked for when it is one of ours."""

    template_name = "account/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.GET.get("ten", "")} if settings.DEMO else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        password = getattr(settings, "DEMO_PASSWORD", "") if settings.DEMO else ""
        return super().get_context_data(sign_ins=demo_sign_ins(), demo_password=password, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        # Signing in overwrites the moment of the visit before: keep it for "what has changed since".
        before = form.get_user().last_login
        response = super().form_valid(form)
        self.request.session[LAST_VISIT] = before.isoformat() if before else ""
        return response


sign_in = SignInPage.as_view()
sign_out = auth_views.LogoutView.as_view()
choose_language = login_not_required(set_language)
