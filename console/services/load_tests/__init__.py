"""Load tests: reading what k6 and Locust report, keeping the results, running k6."""
