"""A stock viewflow flow: one person's task between start and end, as its documentation shows."""

from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow.workflow.models import Process


class StockFlow(flow.Flow):
    """Start, one task, end."""

    process_class = Process

    start = flow.StartHandle().Next(this.answer)
    answer = flow.View(UpdateProcessView.as_view(fields=[])).Next(this.end)
    end = flow.End()


class StockTimerFlow(flow.Flow):
    """Start, a timer that is due at once, end."""

    process_class = Process

    start = flow.StartHandle().Next(this.wait)
    wait = flow.Timer(timedelta(0)).Next(this.end)
    end = flow.End()
