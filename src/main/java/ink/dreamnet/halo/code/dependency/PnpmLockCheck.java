package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Yaml;
import org.jspecify.annotations.Nullable;

/// A `pnpm-lock.yaml` (5 to 9) must repeat what every `package.json` of its workspace declares, word for word:
/// `pnpm install --frozen-lockfile` refuses otherwise. Only the sections that say so are read, so a lock may be large.
/// Overridden packages are not judged, nor anything where a `.pnpmfile` may rewrite manifests.
@Reports({LockCheck.INVALID, LockCheck.MISMATCH})
class PnpmLockCheck extends NpmLockCheck {

    private static final Set<String> SECTIONS = Set.of("lockfileVersion", "settings", "overrides", "importers",
            "specifiers", "dependencies", "devDependencies", "optionalDependencies", "packageExtensionsChecksum");
    private static final List<String> PNPMFILES = List.of(".pnpmfile.cjs", ".pnpmfile.mjs", "pnpmfile.js");
    private static final List<String> KINDS = List.of("dependencies", "devDependencies", "optionalDependencies");

    @Override
    @Nullable
    SourceFile lock(Tree tree, NpmPackage root) throws IOException {
        boolean rewritten = PNPMFILES.stream().anyMatch(name -> tree.isFile(Paths.join(root.directory(), name)));
        return rewritten ? null : tree.read(Paths.join(root.directory(), "pnpm-lock.yaml"));
    }

    @Override
    Differences differences(NpmPackages packages, NpmPackage root, SourceFile file, Consumer<Finding> stale)
            throws InvalidFileException {
        String text = file.text();
        Item lock = Yaml.read(text == null ? null : sections(text)).orThrow();
        if (lock.get("lockfileVersion").content() == null) {
            throw new InvalidFileException(1, "has no lockfileVersion");
        }
        Set<String> forced = new HashSet<>(root.forced());
        lock.get("overrides").entries().keySet().forEach(key -> forced.add(NpmPackages.bareName(key)));
        boolean peers = lock.get("settings", "autoInstallPeers").isTrue();
        Item importers = lock.get("importers");
        Differences differences = new Differences(file.path());
        List<NpmPackage> all = new ArrayList<>();
        all.add(root);
        if (importers.isMap()) {
            all.addAll(packages.members(root, NpmPackages.PNPM));
        }
        for (NpmPackage each : all) {
            String place = each == root ? "." : Paths.relative(root.directory(), each.directory());
            Item importer = importers.isMap() ? importers.entries().get(place) : lock;
            if (importer == null) {
                if (!each.installed("dependencies", "devDependencies", "optionalDependencies").isEmpty()) {
                    differences.addMember(each.path());
                }
            } else {
                compare(each, importer, forced, peers, file.path(), differences);
            }
        }
        return differences;
    }

    private static void compare(NpmPackage each, Item importer, Set<String> forced, boolean peers, String lockPath,
            Differences differences) {
        Map<String, Item> declared = each.installed("devDependencies", "dependencies", "optionalDependencies");
        declared.forEach((name, spec) -> {
            String locked = locked(importer, name);
            if (forced.contains(name) || spec.text("").startsWith("link:") && locked == null) {
                return;
            }
            if (locked == null) {
                differences.add(each.path(), spec.line(), name + " " + spec.text("") + " is not in " + lockPath);
            } else if (!locked.equals(spec.text("").strip())) {
                differences.add(each.path(), spec.line(),
                        name + " is " + spec.text("") + " here and " + locked + " in " + lockPath);
            }
        });
        Map<String, Item> peer = each.installed("peerDependencies");
        for (String kind : KINDS) {
            importer.get(kind).entries().forEach((name, entry) -> {
                if (!declared.containsKey(name) && !(peers && peer.containsKey(name)) && !forced.contains(name)) {
                    differences.add(lockPath, entry.line(), name + " is not in " + each.path() + " any more");
                }
            });
        }
    }

    /// @return the declared range that the lock remembers
    private static @Nullable String locked(Item importer, String name) {
        String early = importer.get("specifiers", name).text();
        if (early != null) {
            return early.strip();
        }
        for (String kind : KINDS) {
            Item entry = importer.get(kind, name);
            if (entry.get("specifier").text() != null) {
                return entry.get("specifier").text("").strip();
            }
        }
        return null;
    }

    /// Keeps the top-level sections that are needed, and an empty line for every other one, so that lines stay what they are.
    /// Only the last document counts; the first of two is about pnpm itself.
    private static String sections(String text) {
        int document = Math.max(text.lastIndexOf("\n---\n"), text.lastIndexOf("\n---\r\n"));
        StringBuilder kept = new StringBuilder();
        boolean wanted = false;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            char first = from < end ? text.charAt(from) : '\n';
            if (from <= document + 1 && document >= 0) {
                wanted = false;
            } else if (!Character.isWhitespace(first) && first != '#') {
                int colon = text.indexOf(':', from);
                String key = colon < 0 || colon > end ? "" : text.substring(from, colon);
                // what is no section at all is left for the parser to complain about
                wanted = SECTIONS.contains(key) || key.isEmpty() && !text.startsWith("---", from);
            }
            if (wanted) {
                kept.append(text, from, end);
            }
            kept.append('\n');
            from = end + 1;
        }
        return kept.toString();
    }
}
