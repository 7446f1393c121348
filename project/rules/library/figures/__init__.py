"""Pictures of levels, drawn of data: a skeleton in one or two poses becomes an SVG.

``starter_figures.json`` beside the starter library has the poses as joint angles and contacts;
``skeleton`` makes points in space of them, ``drawing`` what is seen of those.
"""
