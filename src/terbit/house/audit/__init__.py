"""Is there any other way in? Every channel by which a story's words can leave the house, asked as every kind of reader.

It asks the code that serves (the kiosk over the real shelf, the newsroom's views, the files) and compares what came with
what the newsroom's rows say is paid. Nothing of the living house is written.
"""
