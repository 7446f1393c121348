"""Measuring tools: data of a known size, a floor to compare with, a runner."""
