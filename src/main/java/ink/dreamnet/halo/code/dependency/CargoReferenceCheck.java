package ink.dreamnet.halo.code.dependency;

import java.util.List;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.springframework.stereotype.Component;

/// What `Cargo.toml` refers to by path must exist: `path` dependencies, and members of a workspace without a wildcard.
@Component
class CargoReferenceCheck implements FileCheck {

    private static final List<String> KINDS = List.of("dependencies", "dev-dependencies", "build-dependencies");

    @Override
    public boolean reads(TreeFile file) {
        return Expected.reads(file, "Cargo.toml");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        if (text == null) {
            return;
        }
        Expected expected = new Expected(file, facts);
        try {
            Item manifest = Toml.read(text);
            KINDS.forEach(kind -> dependencies(expected, manifest.get(kind)));
            manifest.get("target").entries().values()
                    .forEach(target -> KINDS.forEach(kind -> dependencies(expected, target.get(
                            kind))));
            dependencies(expected, manifest.get("workspace", "dependencies"));
            manifest.get("patch").entries().values().forEach(patch -> dependencies(expected, patch));
            for (Item member : manifest.get("workspace", "members").texts()) {
                expected.path("repo.workspace-member-missing", member, member.text(""),
                        "the workspace names " + member.text("")
                                + ", which holds no Cargo.toml",
                        "Cargo.toml");
            }
        } catch (Unreadable broken) {
            // ManifestCheck says so
            return;
        }
    }

    private static void dependencies(Expected expected, Item dependencies) {
        dependencies.entries().forEach((name, dependency) -> {
            String path = dependency.get("path").text();
            if (path != null) {
                expected.path("repo.dependency-path-missing", dependency, path, name + " has the path " + path
                        + ", which holds no Cargo.toml", "Cargo.toml");
            }
        });
    }
}
