"""Django material that knows no app: accounts, permission, ownership, audit, outbox, signal log, registers, encryption, ui."""
