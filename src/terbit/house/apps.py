from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "terbit.house"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.house import entitlements, readers_join, visible
        from terbit.newsroom import published

        readers_join.join()
        entitlements.register()
        published.wait_until_visible = visible.wait_until_visible
