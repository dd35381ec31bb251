"""What people are told about files and backups, and the readable extract of a backup."""
