"""What can go wrong with a language model's server; none of it reaches the user but as a notice.

ModelError           no usable text came
├── ModelDown        no connection
├── ModelSlow        not done within the time limit
├── ModelBusy        too many requests, or the quota is used up
├── ModelRefused     key, model name or request not accepted
├── ModelStopped     the user no longer waits
└── ModelGarbled     what came is no answer, or only half of one
"""

from __future__ import annotations


class ModelError(Exception):
    """No usable text came; `reason` names the notice in `notices.toml`."""

    reason = "garbled"


class ModelDown(ModelError):
    """The server cannot be reached, or the connection broke."""

    reason = "down"


class ModelSlow(ModelError):
    """The answer was not complete within the time limit."""

    reason = "slow"


class ModelBusy(ModelError):
    """The server refuses for now: too many requests or no quota left."""

    reason = "busy"


class ModelRefused(ModelError):
    """The server does not accept the key, the model's name or the request."""

    reason = "refused"


class ModelGarbled(ModelError):
    """What came is no answer of the protocol, is empty or breaks off."""


class ModelStopped(ModelError):
    """The user does not want the answer any more."""
