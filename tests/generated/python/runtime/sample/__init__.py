"""A client as the generator writes one, in small; the runtime is rendered beside it."""

from ._client import AsyncAcme, Acme
from ._config import AcmeError
from ._errors import *
from ._types import *
