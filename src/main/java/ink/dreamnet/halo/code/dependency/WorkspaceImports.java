package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import org.jspecify.annotations.Nullable;

/// Tells whether a package of a workspace of pnpm may import another one of it. pnpm links to a package what it declares, and lets it find what
/// the packages above declare, the root's above all; npm and Yarn put all members where each finds them. For use by one thread.
final class WorkspaceImports {

    private static final List<String> KINDS = List.of("dependencies", "devDependencies", "peerDependencies",
            "optionalDependencies");
    /// Aliases of tools that resolve imports by rules in the manifest.
    private static final List<String> ALIASES = List.of("_moduleAliases", "alias");
    /// What makes pnpm link all packages to the root.
    private static final Pattern HOISTED = Pattern.compile(
            "(?i)shamefully-?hoist|public-?hoist-?pattern|node-?linker\\s*[=:]\\s*[\"']?hoisted");
    /// The settings of what bundles, runs and tests, which have aliases of their own.
    private static final Pattern SETTINGS = Pattern.compile(
            "[\\w.-]{1,60}\\.config\\.[cm]?[jt]s|\\.?babel(?:rc|\\.config)[\\w.]*|jest[\\w.-]*\\.(?:json|[cm]?[jt]s)"
                    + "|(?:webpack|rollup|esbuild|build|metro)[\\w.-]*\\.[cm]?[jt]s");

    private final Tree tree;
    private final NpmPackages packages;
    private final Map<String, NpmPackage> byName = new HashMap<>();
    /// Of each directory with a package, the text of its settings.
    private final Map<String, String> settings = new HashMap<>();

    WorkspaceImports(Tree tree) throws IOException {
        this.tree = tree;
        this.packages = NpmPackages.of(tree);
        packages.byDirectory().values().forEach(each -> byName.put(each.manifest().get("name").text(""), each));
    }

    /// @param file that imports
    /// @param name of a package
    /// @return what is wrong, as the end of a clause; null where nothing is, or where it is not certain
    @Nullable
    String undeclared(String file, String name) throws IOException {
        NpmPackage imported = byName.get(name);
        NpmPackage own = nearest(Paths.directory(file));
        NpmPackage root = own == null ? null : own.pnpm() == null ? packages.rootOf(own.directory()) : own;
        if (imported == null || own == null || own == imported || root == null || root.pnpm() == null
                || !NpmPackages.PNPM.equals(root.manager()) || packages.rootOf(imported.directory()) != root
                || isHoisted(root)) {
            return null;
        }
        for (String at = own.directory();; at = Paths.directory(at)) {
            NpmPackage above = packages.byDirectory().get(at);
            if (above != null && isKnown(above, name) || settings(at).contains(name)) {
                return null;
            }
            if (at.equals(root.directory())) {
                return ", a package of this repository (/%s) that /%s does not declare, so that pnpm does not link it"
                        .formatted(imported.directory(), own.path());
            }
        }
    }

    private @Nullable NpmPackage nearest(String directory) {
        for (String at = directory;; at = Paths.directory(at)) {
            NpmPackage found = packages.byDirectory().get(at);
            if (found != null || at.isEmpty()) {
                return found;
            }
        }
    }

    private static boolean isKnown(NpmPackage each, String name) {
        return KINDS.stream().anyMatch(kind -> each.manifest().get(kind).entries().containsKey(name))
                || ALIASES.stream().anyMatch(kind -> each.manifest().get(kind).entries().keySet().stream()
                        .anyMatch(name::startsWith));
    }

    private boolean isHoisted(NpmPackage root) throws IOException {
        for (String name : List.of(".npmrc", "pnpm-workspace.yaml")) {
            if (HOISTED.matcher(tree.text(Paths.join(root.directory(), name))).find()) {
                return true;
            }
        }
        return false;
    }

    private String settings(String directory) throws IOException {
        String known = settings.get(directory);
        if (known == null) {
            StringBuilder text = new StringBuilder();
            String from = directory.isEmpty() ? "" : directory + "/";
            for (TreeFile file : tree.files().tailMap(from).values()) {
                if (!file.path().startsWith(from)) {
                    break;
                }
                if (file.directory().equals(directory) && SETTINGS.matcher(file.name()).matches()) {
                    SourceFile found = tree.read(file.path());
                    text.append(found == null ? "" : found.textOrEmpty());
                }
            }
            known = text.toString();
            settings.put(directory, known);
        }
        return known;
    }
}
