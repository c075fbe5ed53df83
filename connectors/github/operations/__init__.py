"""Operations that only GitHub knows."""
