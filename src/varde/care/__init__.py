"""The services themselves: alarms and the rota behind them."""
