"""Stores: a release published into a SPARQL store, verified there, made the current one, and asked.

`profiles` has the rules of each store; `client` sends requests; `prepared` makes of a release what is sent, `progress` notes
how far that is, `verifying` compares it, `state` keeps in the store which releases it has, and `publishing` is all of it in
order; `opening` finds a store by its name.
"""
