"""The only importers of Kafka clients, Redis, the archive's driver and prometheus_client."""
