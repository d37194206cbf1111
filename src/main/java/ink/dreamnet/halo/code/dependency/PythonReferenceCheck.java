package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;

/// What `pyproject.toml` refers to by path must exist: `path` dependencies of Poetry, `path` sources of uv, and members of a
/// uv workspace without a wildcard.
@Reports({ReferenceCheck.DEPENDENCY, ReferenceCheck.MEMBER})
class PythonReferenceCheck extends ReferenceCheck {

    PythonReferenceCheck() {
        super("pyproject.toml");
    }

    @Override
    void check(SourceFile file, Expected expected) {
        Item tool = file.toml().content().get("tool");
        dependencies(expected, tool.get("poetry", "dependencies"));
        dependencies(expected, tool.get("poetry", "dev-dependencies"));
        tool.get("poetry", "group").entries().values()
                .forEach(group -> dependencies(expected, group.get("dependencies")));
        dependencies(expected, tool.get("uv", "sources"));
        expected.members(tool.get("uv", "workspace", "members"), "pyproject.toml");
    }

    private static void dependencies(Expected expected, Item dependencies) {
        dependencies.entries().forEach((name, dependency) -> {
            path(expected, name, dependency);
            dependency.items().forEach(one -> path(expected, name, one));
        });
    }

    private static void path(Expected expected, String name, Item dependency) {
        String path = dependency.get("path").text();
        if (path != null) {
            expected.path(DEPENDENCY, dependency.line(), path,
                    name + " has the path " + path + ", which does not exist in the repository");
        }
    }
}
