"""The demo house's readers, and the bar that lets a visitor look with their eyes."""

from terbit.readers.demo.cast import DemoAccount, make_demo_readers, spend

__all__ = ["DemoAccount", "make_demo_readers", "spend"]
