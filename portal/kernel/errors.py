"""What can be refused: each error has a status and a sentence for people."""

from portal.kernel.words import N_, Fact, Sentence


class PortalError(Exception):
    """Something was refused. `sentence` says what, and what to do about it."""

    status = 500
    default = N_("Something went wrong on our side.")

    def __init__(self, message: str = "", **facts: Fact) -> None:
        """Keep the sentence; `message` may have `{gaps}` that `facts` fill."""
        super().__init__(message or self.default)
        self.sentence = Sentence(message or self.default, facts)


class Invalid(PortalError):
    """What was asked for makes no sense as it stands. `field` names the field it concerns, if one."""

    status = 422
    default = N_("Something in the form needs another look.")

    def __init__(self, message: str = "", *, field: str = "", **facts: Fact) -> None:
        """Keep the sentence and the name of the field it is about."""
        super().__init__(message, **facts)
        self.field = field


class NotFound(PortalError):
    """It does not exist, or this visitor may not know that it does."""

    status = 404
    default = N_("There is nothing here by that name.")


class Forbidden(PortalError):
    """It exists and may be seen, but this deed is not for this visitor."""

    status = 403
    default = N_("That is for somebody else to do.")


class Conflict(PortalError):
    """Somebody else was quicker, or the thing has changed since it was read."""

    status = 409
    default = N_("This has changed since you opened it.")


class TooMany(PortalError):
    """Too many tries in a short time; `retry_after` is in seconds."""

    status = 429
    default = N_("That was a few tries too many. Wait a moment, then try again.")

    def __init__(self, message: str = "", *, retry_after: int = 60, **facts: Fact) -> None:
        """Keep the sentence and how long to wait."""
        super().__init__(message, **facts)
        self.retry_after = retry_after


class TooLarge(PortalError):
    """More was sent than we take."""

    status = 413
    default = N_("That is more than we can take in one go.")


class Unavailable(PortalError):
    """The house is busy or its database is away; trying again helps."""

    status = 503
    default = N_("The line is busy. Nothing was lost; try again in a moment.")
