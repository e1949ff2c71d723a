"""The floor both halves stand on: it knows no social work and no Czech social law."""
