"""Where Wagtail finds what the newsroom shows of other packages."""

from __future__ import annotations

from wagtail import hooks

from terbit.house.entitlements import EntitlementViewSet


@hooks.register("register_admin_viewset")
def entitlements() -> EntitlementViewSet:
    return EntitlementViewSet()
