"""Rows go out: tables for people, spreadsheets and programs."""
