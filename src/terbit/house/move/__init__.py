"""A house goes over to another database, and back: row by row, with sums that say that nothing was lost."""
