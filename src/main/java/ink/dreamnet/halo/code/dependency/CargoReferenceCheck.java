package ink.dreamnet.halo.code.dependency;

import java.util.List;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;

/// What `Cargo.toml` refers to by path must exist: `path` dependencies, and members of a workspace without a wildcard.
@Reports({ReferenceCheck.DEPENDENCY, ReferenceCheck.MEMBER})
class CargoReferenceCheck extends ReferenceCheck {

    private static final List<String> KINDS = List.of("dependencies", "dev-dependencies", "build-dependencies");

    CargoReferenceCheck() {
        super("Cargo.toml");
    }

    @Override
    void check(SourceFile file, Expected expected) {
        Item manifest = file.toml().content();
        KINDS.forEach(kind -> dependencies(expected, manifest.get(kind)));
        manifest.get("target").entries().values()
                .forEach(target -> KINDS.forEach(kind -> dependencies(expected, target.get(kind))));
        dependencies(expected, manifest.get("workspace", "dependencies"));
        manifest.get("patch").entries().values().forEach(patch -> dependencies(expected, patch));
        expected.members(manifest.get("workspace", "members"), "Cargo.toml");
    }

    private static void dependencies(Expected expected, Item dependencies) {
        dependencies.entries().forEach((name, dependency) -> {
            String path = dependency.get("path").text();
            if (path != null) {
                expected.path(DEPENDENCY, dependency.line(), path,
                        name + " has the path " + path + ", which holds no Cargo.toml", "Cargo.toml");
            }
        });
    }
}
