"""Another value of one setting, as text or as its field holds it."""

from console.settings.settings import Settings


def with_setting(settings: Settings, section: str, name: str, value: object) -> Settings:
    """Return the settings with the value; raise ``ValidationError`` for one that the field does not take."""
    old = getattr(settings, section)
    new = type(old).model_validate({**old.model_dump(), name: value})
    return settings.model_copy(update={section: new})
