"""The level engine: plain values in, plain values out; no Flask, no database, no clock.

``durations``  the only grammar of durations
``counts``     the only grammar of counts
"""
