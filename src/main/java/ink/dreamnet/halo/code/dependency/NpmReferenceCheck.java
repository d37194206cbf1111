package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;

/// What `package.json` and `pnpm-workspace.yaml` refer to by path must exist: `file:`, `link:`, `portal:` and
/// `workspace:<path>` dependencies, and patches.
@Reports(ReferenceCheck.DEPENDENCY)
class NpmReferenceCheck extends ReferenceCheck {

    private static final List<String> KINDS = List.of("dependencies", "devDependencies", "optionalDependencies",
            "resolutions");
    private static final Pattern PATH = Pattern.compile("(?:file|link|portal|workspace):(?://)?(\\.{0,2}/?[^:]*)");
    private static final Pattern PATCH = Pattern.compile("patch:.*#(?:~/)?([^~#:]+\\.(?:patch|diff))(?:::.*)?");

    NpmReferenceCheck() {
        super("package.json", "pnpm-workspace.yaml");
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    void check(SourceFile file, Expected expected) {
        boolean json = file.entry().name().equals("package.json");
        Item manifest = (json ? file.json() : file.yaml()).content();
        for (String kind : KINDS) {
            manifest.get(kind).entries().forEach((name, spec) -> dependency(expected, name, spec));
        }
        Item patches = json ? manifest.get("pnpm", "patchedDependencies") : manifest.get("patchedDependencies");
        patches.entries().forEach((name, patch) -> expected.path(DEPENDENCY, patch.line(), patch.text(""),
                "the patch of " + name + ", " + patch.text("") + ", does not exist"));
    }

    private static void dependency(Expected expected, String name, Item spec) {
        String written = spec.text("").strip();
        Matcher path = PATH.matcher(written);
        Matcher patch = PATCH.matcher(written);
        String to = path.matches()
                ? path.group(1)
                : patch.matches()
                        ? patch.group(1)
                        : written.startsWith("./") || written.startsWith("../") ? written : null;
        boolean range = written.startsWith("workspace:") && (to == null || !to.startsWith(".") && !to.contains("/"));
        if (to != null && !range) {
            expected.path(DEPENDENCY, spec.line(), to,
                    name + " is " + written + ", which does not exist in the repository");
        }
    }
}
