"""What is made to show and to measure the portal: demo, seed, bench. Nothing of the product needs it."""
