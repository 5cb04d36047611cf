"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from workflows.queries.proof.verification import further_checks
        from workflows.queries.time.health import further_signs

        from ..decisions.queries.stored_files import known_damage, wrong_files
        from . import council, finding, measures, offices, outside, time

        # What several rooms add to, as the jobs of a minute, stands in this order.
        measures.carry_measures()
        council.keep_the_calendar()
        council.keep_the_board()
        council.follow_up()
        time.work_by_the_minute()
        time.forget_in_time()
        outside.let_inspect()
        measures.set_targets()
        measures.let_a_concept_grow()
        outside.announce()
        offices.let_lead()
        offices.let_instruct()
        outside.let_demand()
        offices.let_draft()
        offices.begin()
        outside.let_guests_in()
        finding.let_all_be_found()
        further_checks["files"] = wrong_files
        further_signs["damaged_files"] = known_damage
