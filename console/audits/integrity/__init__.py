"""The audit integrity: does the repository say what is true?"""
