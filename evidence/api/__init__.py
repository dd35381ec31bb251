"""The DRF doors of evidence: files, uploads in pieces, phone backups."""
