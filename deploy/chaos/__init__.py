"""Chaos: people nominate while parts are killed, paused and doubled; then reconcile says whether anything was lost."""
