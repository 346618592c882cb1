"""Addresses of signing in and of one's own account: of allauth's only those that planloop uses, by its names."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path
from django.views.generic import RedirectView

from planloop.web.views import accounts
from planloop.web.views.accounts import needs_mail

urlpatterns = [
    path("sign-in/", accounts.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", accounts.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/deactivated/", account.account_inactive, name="account_inactive"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
    path("join/<str:secret>/", accounts.join, name="join"),
    path("account/", accounts.my_account, name="account"),
    path("account/password/", accounts.PasswordChange.as_view(), name="account_change_password"),
    path("account/confirm/", accounts.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", accounts.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("account/two-step/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("account/two-step/on/", accounts.TwoStepOn.as_view(), name="mfa_activate_totp"),
    path("account/two-step/off/", accounts.TwoStepOff.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", accounts.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("password/", needs_mail(accounts.PasswordForgotten.as_view()), name="account_reset_password"),
    path("password/sent/", needs_mail(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/done/",
        needs_mail(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        needs_mail(accounts.PasswordReset.as_view()),
        name="account_reset_password_from_key",
    ),
]
