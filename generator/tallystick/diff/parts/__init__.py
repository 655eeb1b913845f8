"""Operations and what they are made of compared: parameters, bodies, responses, credentials."""
