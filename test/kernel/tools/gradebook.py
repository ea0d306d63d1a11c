"""Prints the points of every student of the assignment `powers` as JSON, as nbgrader's gradebook in this folder has them."""

import json

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as gradebook:
    points = {
        submission.student.id: {
            grade.name: "open" if grade.needs_manual_grade and not grade.score else grade.score for notebook in submission.notebooks for grade in notebook.grades
        }
        for submission in gradebook.assignment_submissions("powers")
    }
print(json.dumps(points))
