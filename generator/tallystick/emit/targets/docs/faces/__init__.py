"""The faces of an API: how one operation looks over HTTP and in each client."""
