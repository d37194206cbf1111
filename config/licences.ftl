<#-- docs/licences.md, written by .ci/supply-chain -->
# Licences

What HALO ships (the jar, the image, and the [optional libraries](deployment.md#optional-libraries)) and under which licences, as each library's
own description says. Of several, one may be chosen. [Contributing](../CONTRIBUTING.md#dependencies) says which are allowed, and how this file is
written.

| library | version | licence |
|---|---|---|
<#list dependencyMap as e>
<#assign project = e.getKey()/>
<#assign licenses = e.getValue()/>
| `${project.groupId}:${project.artifactId}` | ${project.version} | ${licenses?sort?join(" or ")} |
</#list>
