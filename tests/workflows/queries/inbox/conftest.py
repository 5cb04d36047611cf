from tests.workflows.errands import add, colleague, head_desk, office

__all__ = ["add", "colleague", "head_desk", "office"]
