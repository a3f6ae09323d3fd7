"""The database's refusals, told apart by the constraint's name and said as sentences.

A feature registers its named constraints beside its tables: `explain("occupancy_no_overlap", Taken)`.
"""

from sqlalchemy.exc import IntegrityError

from portal.kernel.errors import PortalError

_errors: dict[str, type[PortalError]] = {}


def explain(name: str, error: type[PortalError]) -> None:
    """From now on a violation of the constraint `name` is raised as `error` with its default sentence."""
    _errors[name] = error


def refusal(violation: IntegrityError) -> PortalError | None:
    """The error that people are told for this violation, or None if nobody has explained its constraint."""
    text = str(violation.orig)
    diagnosis = getattr(violation.orig, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name in _errors:
        return _errors[name]()
    # SQLite names a trigger's or check's constraint in its message, and a unique one by its columns.
    return next((error() for known, error in _errors.items() if known in text), None)
