from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_after_publication"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="article",
            name="article_section_front",
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("live", True), ("section__isnull", False)),
                fields=["section", "language", "-published_at", "-id"],
                name="article_section_list",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("live", True), ("publication__isnull", False)),
                fields=["publication", "language", "-published_at", "-id"],
                name="article_publication_list",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("live", True), ("partner__isnull", False)),
                fields=["partner", "language", "-published_at", "-id"],
                name="article_partner_list",
            ),
        ),
    ]
