"""Systems outside the cluster that a lab serves; ``kinds`` declares them, a package each implements them."""
