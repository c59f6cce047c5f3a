"""What customers' posts say, and what people set right: ``crm.assessments``."""

from scrm._scrm import Assessments

__all__ = ["Assessments"]
