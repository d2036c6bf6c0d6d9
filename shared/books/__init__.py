"""The arithmetic of a report: figures as intervals, and the identities that bind them.

Pure, and shared by the parser (which reading balances the books?) and the validator (which figure is wrong?).
"""
