"""The form of the policy. What it cannot say the verb refuses; both words are the verb's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terbit.gate import Policy, policy_from
from terbit.newsroom.models import HouseSettings, Publication
from terbit.newsroom.models.house import LONGEST_ROLLING_DAYS, MOST_UNITS, PolicyRenewal


class PolicyForm(forms.Form):
    units = forms.IntegerField(
        label=_("Free articles"),
        min_value=0,
        max_value=MOST_UNITS,
        help_text=_("How many stories a reader with a confirmed account opens without paying. 0: none."),
    )
    publications = forms.MultipleChoiceField(
        label=_("Of these publications together"), required=False, widget=forms.CheckboxSelectMultiple
    )
    renewal = forms.ChoiceField(label=_("Given"), choices=PolicyRenewal.choices, widget=forms.RadioSelect)
    rolling_days = forms.IntegerField(
        label=_("Days until one comes back"),
        required=False,
        min_value=1,
        max_value=LONGEST_ROLLING_DAYS,
        help_text=_("Only where each comes back after some days."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publications"].choices = [(one.code, one.name) for one in Publication.objects.all()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("renewal") == PolicyRenewal.ROLLING
            and "rolling_days" in cleaned
            and not cleaned["rolling_days"]
        ):
            self.add_error("rolling_days", _("After how many days does one come back?"))
        return cleaned

    @property
    def policy(self) -> Policy:
        """What was filled in; the form must be valid."""
        filled = self.cleaned_data
        return policy_from(
            {
                "units": filled["units"],
                "publications": filled["publications"],
                "renewal": str(filled["renewal"]),
                "days": filled["rolling_days"] or 0,
                "zone": HouseSettings.load().zone,
            }
        )


def filled_from(house: HouseSettings) -> dict[str, Any]:
    """The form as it stands before anybody types."""
    return {
        "units": house.policy_units,
        "publications": sorted(house.policy.publications),
        "renewal": house.policy_renewal,
        "rolling_days": house.policy_rolling_days,
    }
