"""What Kayenta's NetflixACAJudge would say: its rules, so that existing configurations can be compared."""
