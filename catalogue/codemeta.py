"""CodeMeta 3: its terms, and what their values are in its JSON-LD context, which documents name and nobody here fetches."""

from __future__ import annotations

CONTEXT = "https://w3id.org/codemeta/3.0"
"""The address of the context."""

NAMESPACES = ("https://w3id.org/codemeta/terms/", "https://codemeta.github.io/terms/")
"""What its own terms begin with, in version 3 and in version 2; its other terms are those of schema.org."""

_REFERENCES = """
    applicationCategory applicationSubCategory buildInstructions codeRepository continuousIntegration developmentStatus
    downloadUrl fileFormat hasSourceCode identifier installUrl isSourceCodeOf issueTracker license memoryRequirements readme
    referencePublication relatedLink sameAs softwareRequirements softwareSuggestions storageRequirements url
"""
_DATES = "dateCreated dateModified datePublished embargoEndDate"
_AGENTS = "author contributor copyrightHolder editor funder maintainer producer provider publisher sponsor"
_OTHERS = """
    citation copyrightYear description encoding fileSize funding hasPart isAccessibleForFree isPartOf keywords name
    operatingSystem permissions processorRequirements programmingLanguage releaseNotes runtimePlatform softwareHelp
    softwareVersion supportingData targetProduct version
"""

REFERENCES = frozenset(_REFERENCES.split())
"""The terms whose values are IRIs."""

DATES = frozenset(_DATES.split())
"""The terms whose values are days."""

AGENTS = frozenset(_AGENTS.split())
"""The terms whose values are persons and organisations."""

TERMS = REFERENCES | DATES | AGENTS | frozenset(_OTHERS.split())
"""The terms that software has."""

TYPES = ("SoftwareSourceCode", "SoftwareApplication")
"""The types of software, as its context has them: other types of schema.org are not in it."""
