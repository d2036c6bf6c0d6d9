"""This report against the centre's earlier ones. Pure."""

from shared.model import ReportHeader


def periods_needed(report: ReportHeader) -> tuple[str, ...]:
    """The earlier periods that a report is compared with: the year before, and the one before that for a gap.

    A bulletin is compared with nothing: its growth is over the same month a year before.
    """
    if report.document == "bulletin" or not report.period.isdigit():
        return ()
    year = int(report.period)
    return str(year - 1), str(year - 2)
