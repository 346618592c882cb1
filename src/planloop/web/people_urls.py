"""Addresses of people, invitations and teams."""

from django.urls import path

from planloop.web.views import people, teams

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.make_link, name="person_link"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="person_reactivate"),
    path("people/<int:pk>/two-step/off/", people.reset_two_step, name="person_reset_two_step"),
    path("invitations/<int:pk>/renew/", people.renew, name="invitation_renew"),
    path("invitations/<int:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("teams/new/", teams.new, name="team_new"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/remove/", teams.remove, name="team_remove"),
    path("teams/<int:pk>/restore/", teams.restore, name="team_restore"),
]
