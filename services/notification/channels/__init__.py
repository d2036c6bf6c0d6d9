"""Where alerts are told: one file and one line in CHANNELS for each channel."""

from collections.abc import Callable, Mapping

from services.notification.channels import log, webhook
from services.notification.receipt import Channel, Receipt
from shared.settings import Settings

__all__ = ["CHANNELS", "Channel", "Receipt", "open_channels"]

CHANNELS: Mapping[str, Callable[[Settings], Channel | None]] = {
    "log": log.open_channel,
    "webhook": webhook.open_channel,
}
"""Every channel by name; what opens it gives None where the settings do not ask for it."""


def open_channels(settings: Settings) -> dict[str, Channel]:
    """The channels these settings ask for. Raises SettingsError for one that cannot work."""
    opened = {name: make(settings) for name, make in CHANNELS.items()}
    return {name: channel for name, channel in opened.items() if channel}
