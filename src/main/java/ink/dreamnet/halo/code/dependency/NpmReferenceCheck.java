package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.springframework.stereotype.Component;

/// What `package.json` and `pnpm-workspace.yaml` refer to by path must exist: `file:`, `link:`, `portal:` and
/// `workspace:<path>` dependencies, patches, and members of a workspace that are named without a wildcard.
@Component
class NpmReferenceCheck implements FileCheck {

    private static final List<String> KINDS = List.of("dependencies", "devDependencies", "optionalDependencies",
            "resolutions");
    private static final Pattern PATH = Pattern.compile("(?:file|link|portal|workspace):(?://)?(\\.{0,2}/?[^:]*)");
    private static final Pattern PATCH = Pattern.compile("patch:.*#(?:~/)?([^~#:]+\\.(?:patch|diff))(?:::.*)?");

    @Override
    public boolean reads(TreeFile file) {
        return Expected.reads(file, "package.json", "pnpm-workspace.yaml");
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Expected expected = new Expected(file, facts);
        try {
            boolean json = file.entry().name().equals("package.json");
            String text = file.text();
            Item manifest = json ? Json.read(file) : text == null ? Item.NOTHING : YamlText.read(text, 0);
            for (String kind : KINDS) {
                manifest.get(kind).entries().forEach((name, spec) -> dependency(expected, name, spec));
            }
            List<Item> members = new ArrayList<>(manifest.get(json ? "workspaces" : "packages").texts());
            members.addAll(manifest.get("workspaces", "packages").texts());
            for (Item member : members) {
                expected.path("repo.workspace-member-missing", member, member.text(""),
                        "the workspace names " + member.text("")
                                + ", which holds no package.json",
                        "package.json");
            }
            Item patches = json ? manifest.get("pnpm", "patchedDependencies") : manifest.get("patchedDependencies");
            patches.entries().forEach((name, patch) -> expected.path(
                    "repo.dependency-path-missing", patch, patch.text(""),
                    "the patch of " + name + ", " + patch.text("")
                            + ", does not exist"));
        } catch (Unreadable broken) {
            // ManifestCheck says so
            return;
        }
    }

    private static void dependency(Expected expected, String name, Item spec) {
        String written = spec.text("").strip();
        Matcher path = PATH.matcher(written);
        Matcher patch = PATCH.matcher(written);
        String to = path.matches()
                ? path.group(1)
                : patch.matches()
                        ? patch.group(1)
                        : written.startsWith("./") || written
                                .startsWith("../") ? written : null;
        boolean range = written.startsWith("workspace:") && (to == null || !to.startsWith(".") && !to.contains("/"));
        if (to != null && !range) {
            expected.path("repo.dependency-path-missing", spec, to, name + " is " + written
                    + ", which does not exist in the repository");
        }
    }
}
