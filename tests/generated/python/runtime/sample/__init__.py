"""A client as the generator writes one, in small; the runtime is rendered beside it."""

from ._client import Acme as Acme
from ._client import AsyncAcme as AsyncAcme
from ._config import AcmeError as AcmeError
from ._errors import *
from ._types import *
