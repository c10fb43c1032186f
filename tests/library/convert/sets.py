"""Two classes and three: named columns without the intercept, and labels."""

import softlogit as sl

ADMISSIONS, STUDENTS = sl.load_admissions(), sl.load_program_choice()
TWO = ADMISSIONS[["gre", "gpa"]] / [100, 1], ADMISSIONS["admit"].map({0: "reject", 1: "admit"}).to_numpy()
THREE = STUDENTS[["write", "read", "math"]] / 10, STUDENTS["prog"].astype(str).to_numpy()
