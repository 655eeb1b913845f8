"""Models of the sample API."""

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """One thing that was made."""

    type: str = "image"
    url: str


class Job(BaseModel):
    """A piece of work."""

    model_config = ConfigDict(extra="allow")

    id: str
    state: str
    output: list[Output] | None = None
    failure_code: str | None = None
    failure_reason: str | None = None
