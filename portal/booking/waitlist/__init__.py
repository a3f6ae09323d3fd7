"""Who waits for a room that is taken: the first in line is offered it for half an hour, then the next."""
