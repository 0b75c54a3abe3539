"""Regular expressions of XPath and XQuery (Functions and Operators 3.1, section 5.6), read once and written for two engines.

One engine needs time linear in the text, and has neither back-references nor lookaround; the other goes back and tries again,
and may never end. Neither has the classes of XML Schema: they are written as the characters that they stand for.
"""
