package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.springframework.stereotype.Component;

/// What `pyproject.toml` refers to by path must exist: `path` dependencies of Poetry, `path` sources of uv, and members of a
/// uv workspace without a wildcard.
@Component
class PythonReferenceCheck implements FileCheck {

    @Override
    public boolean reads(TreeFile file) {
        return Expected.reads(file, "pyproject.toml");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null) {
            return;
        }
        Expected expected = new Expected(file, facts);
        try {
            Item tool = Toml.read(text).get("tool");
            dependencies(expected, tool.get("poetry", "dependencies"));
            dependencies(expected, tool.get("poetry", "dev-dependencies"));
            tool.get("poetry", "group").entries().values()
                    .forEach(group -> dependencies(expected, group.get("dependencies")));
            dependencies(expected, tool.get("uv", "sources"));
            for (Item member : tool.get("uv", "workspace", "members").texts()) {
                expected.path("repo.workspace-member-missing", member, member.text(""),
                        "the workspace names " + member.text("")
                                + ", which holds no pyproject.toml",
                        "pyproject.toml");
            }
        } catch (Unreadable broken) {
            // ManifestCheck says so
            return;
        }
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
            expected.path("repo.dependency-path-missing", dependency, path, name + " has the path " + path
                    + ", which does not exist in the repository");
        }
    }
}
