"""What leaves the house on paper: labels as PDF."""
