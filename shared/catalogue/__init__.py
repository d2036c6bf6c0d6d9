"""Knowledge as data: what can be reported, what must hold, how centres add up, when to warn, who reports."""
