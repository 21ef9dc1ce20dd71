"""The landlords: every name is invented, none is a real provider's."""

from dataclasses import dataclass
from typing import Final

from service.domain.bedrooms import BedroomRule
from service.domain.homes import Landlord, LandlordKind


@dataclass(frozen=True)
class Provider:
    """A landlord, the letters its references start with, and the rule set it lets by."""

    code: str
    landlord: Landlord
    rule: BedroomRule


def _provider(
    code: str,
    name: str,
    kind: LandlordKind = LandlordKind.REGISTERED_PROVIDER,
    rule: BedroomRule = BedroomRule.BEDROOM_STANDARD,
) -> Provider:
    return Provider(code, Landlord(name, kind), rule)


_CHARITY: Final = LandlordKind.CHARITY
_COUNCIL: Final = LandlordKind.COUNCIL
_HB: Final = BedroomRule.HB_SOCIAL

PROVIDERS: Final = (
    _provider("WVH", "Wensum Valley Homes"),
    _provider("SFH", "Staithe and Fen Homes", rule=_HB),
    _provider("RCH", "Reedcutter Homes"),
    _provider("LMH", "Lantern Marsh Homes"),
    _provider("FLH", "Flintwall Housing", rule=_HB),
    _provider("CHH", "Cornfield Hundred Housing"),
    _provider("NDH", "Ninemile Drove Housing"),
    _provider("PFH", "Poppyfield Homes", rule=_HB),
    _provider("ECH", "Eastmere Council Homes", _COUNCIL),
    _provider("SCH", "Seamark Council Homes", _COUNCIL),
    _provider("LWS", "Larkrise Way Supported Living", _CHARITY),
    _provider("SWT", "Sandpiper Way Trust", _CHARITY),
    _provider("OBS", "Otter Bridge Support", _CHARITY),
    _provider("HHE", "Heronholme Enablement", _CHARITY),
    _provider("TGT", "Turning Glass Trust", _CHARITY),
    _provider("STH", "Safe Tide Housing", _CHARITY),
    _provider("BHT", "Bittern Row Trust", _CHARITY),
    _provider("LSL", "Longshore Lettings", LandlordKind.PRIVATE, BedroomRule.LHA_UC),
)

PROVIDER_BY_CODE: Final = {provider.code: provider for provider in PROVIDERS}
PROVIDER_BY_NAME: Final = {provider.landlord.name: provider for provider in PROVIDERS}
