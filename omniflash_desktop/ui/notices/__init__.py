"""What the person is told: problems, states, passing messages and lasting conditions."""
