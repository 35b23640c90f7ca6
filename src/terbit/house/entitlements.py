"""Granting readers what they may read, in the newsroom: for administrators only. What is granted counts at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from terbit.newsroom.roles import is_administrator
from terbit.readers.house import house
from terbit.readers.models import Entitlement, Source, User, plain_address


class AdministratorsOnly(BasePermissionPolicy):
    """Whoever keeps the house's settings grants its subscriptions; nobody else sees them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return is_administrator(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Entitlement) -> bool:
        return is_administrator(user) and instance.source == Source.GRANT

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return User.objects.filter(
            pk__in=[user.pk for user in User.objects.filter(is_active=True) if is_administrator(user)]
        )


class GrantForm(WagtailAdminModelForm):
    """The reader is named by e-mail address: a list of all of them would be long, and nobody's business."""

    reader = forms.EmailField(label=_("Reader's e-mail address"))
    publication_code = forms.ChoiceField(label=_("Publication"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Who agreed to it, and what for."))

    class Meta:
        model = Entitlement
        fields = ("publication_code", "starts", "ends", "reason")

    field_order = ("reader", "publication_code", "starts", "ends", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publication_code"].choices = [(product.code, product.name) for product in house().products]
        if not self.instance.pk:
            self.fields["ends"].initial = timezone.now() + timedelta(days=365)

    def clean_reader(self) -> User:
        address = plain_address(self.cleaned_data["reader"])
        try:
            return User.objects.get(email=address)
        except User.DoesNotExist:
            words = _("No reader has the address %(address)s. They join first, and are granted it then.")
            raise forms.ValidationError(words, params={"address": address}) from None

    def save(self, commit: bool = True) -> Entitlement:
        if "reader" in self.fields:
            self.instance.user = self.cleaned_data["reader"]
            self.instance.granted_by = self.for_user
        return super().save(commit)


class ChangeForm(GrantForm):
    """A grant stays its reader's: dates, publication and reason may change."""

    reader = None


class GrantsOnly:
    """Before views of one entitlement: what follows from a role or a purchase is not changed by hand."""

    def get_object(self, *args: Any, **kwargs: Any) -> Entitlement:
        found: Entitlement = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if found.source != Source.GRANT:
            raise Http404
        return found


class GrantList(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Entitlement]:
        return super().get_base_queryset().filter(source=Source.GRANT).select_related("user", "granted_by")


class ChangeGrant(GrantsOnly, generic.EditView):
    pass


class EndGrant(GrantsOnly, generic.DeleteView):
    pass


class EntitlementViewSet(ModelViewSet):
    model = Entitlement
    name = "entitlements"
    url_prefix = "langganan"
    icon = "key"
    menu_label = _("Subscriptions granted")
    menu_order = 300
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ("user", "publication_code", "starts", "ends", "reason", "granted_by")
    list_filter = ("publication_code",)
    search_fields = ("user__email", "reason")
    search_backend_name = None
    form_fields = GrantForm.Meta.fields
    index_view_class = GrantList
    edit_view_class = ChangeGrant
    delete_view_class = EndGrant

    def get_form_class(self, for_update: bool = False) -> type[GrantForm]:
        return ChangeForm if for_update else GrantForm


def register() -> None:
    """At start, before anybody asks Wagtail who may see entitlements."""
    register_permission_policy(Entitlement, AdministratorsOnly(Entitlement))
