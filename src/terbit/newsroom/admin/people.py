"""Users in the desk: who may do everything (a superuser) is made and changed by such users only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.users.views import users


class _NoSuperusers:
    """Nobody gives away more than they have."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True  # whatever a browser sends
            form.fields["is_superuser"].help_text = _("Given and taken by those only who have it.")
        return form


class CreatePerson(_NoSuperusers, users.CreateView):
    pass


class EditPerson(_NoSuperusers, users.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """With what other packages offer for this person: the hook `register_user_header_buttons`."""
        offered = hooks.get_hooks("register_user_header_buttons")
        buttons = [button for offer in offered for button in offer(self.object, self.request.user)]
        return [*super().header_more_buttons, *buttons]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A superuser's password and address are as good as the superuser."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleViewSet(users.UserViewSet):
    add_view_class = CreatePerson
    edit_view_class = EditPerson
