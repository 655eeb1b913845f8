"""Resources as their owners see them: references of assets become presigned URLs."""

from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.serve.behaviour import Account
from tallystick.serve.jobs import REFERENCE, Setting, resource_of
from tallystick.serve.records import Stored
from tallystick.serve.worker import references
from tallystick.text import Json


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows stored resources.

    Attributes:
        setting: What the server shares.
    """

    setting: Setting

    def show(self, stored: Stored, account: Account, base: str) -> Json:
        """Return a resource as JSON.

        Args:
            stored: The resource.
            account: Who sees it.
            base: URL of the server as the caller knows it, without a slash at its end.
        """
        value: Json = dict(self.setting.behaviour.show(resource_of(stored), account))
        named = references(value)
        if not named:
            return value
        # A caller could have put such a text into the request: only own assets become URLs.
        owned = self.setting.store.owns(stored.number, named)
        expires = int(self.setting.clock()) + self.setting.plans[stored.kind].expiry
        urls = {
            REFERENCE + asset_id: base + self.setting.signer.path(asset_id, filename, expires)
            for asset_id, filename in owned.items()
        }
        return _replaced(value, urls)


def _replaced(value: Json, urls: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return urls.get(value, value)
    if isinstance(value, list):
        return [_replaced(item, urls) for item in value]
    if isinstance(value, dict):
        return {name: _replaced(member, urls) for name, member in value.items()}
    return value
