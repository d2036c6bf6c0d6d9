"""The embedded default: broker, store, services and API as child processes of one supervisor."""
