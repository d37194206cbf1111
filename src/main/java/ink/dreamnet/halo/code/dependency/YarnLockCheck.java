package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// A `yarn.lock` (of Yarn 1, or of Yarn 2 and later) must have an entry for every `name@range` that a `package.json` of its
/// workspace declares: `yarn install --frozen-lockfile` or `--immutable` refuses otherwise. Not judged are packages in
/// `resolutions`, packages of the same repository whose version is in the range, and ranges with the protocols that Yarn rewrites (`patch:`, `file:`,
/// `link:`, `portal:`, `exec:`, `catalog:`, `workspace:`).
@Reports({LockCheck.INVALID, LockCheck.MISMATCH})
class YarnLockCheck extends NpmLockCheck {

    private static final List<String> REWRITTEN = List.of("patch:", "file:", "link:", "portal:", "exec:", "catalog:",
            "workspace:", ".", "/", "~/", "git", "http", "ssh:", "jsr:");

    @Override
    @Nullable
    SourceFile lock(Tree tree, NpmPackage root) throws IOException {
        SourceFile lock = tree.read(Paths.join(root.directory(), "yarn.lock"));
        // an empty one only marks the root of a project
        return lock == null || lock.textOrEmpty().isBlank() ? null : lock;
    }

    @Override
    Differences differences(NpmPackages packages, NpmPackage root, SourceFile file, Consumer<Finding> stale)
            throws InvalidFileException {
        String text = file.textOrEmpty();
        String lockPath = file.path();
        boolean berry = text.contains("\n__metadata:") || text.startsWith("__metadata:");
        if (!berry && !text.contains("yarn lockfile v1")) {
            throw new InvalidFileException(1, "is no lock file of Yarn");
        }
        Differences differences = new Differences(lockPath);
        Set<String> descriptors = descriptors(text);
        Set<String> ofRegistry = descriptors(text.lines().filter(line -> !line.contains("@workspace:"))
                .collect(Collectors.joining("\n")));
        Set<String> names = packages.names();
        Set<String> forced = root.forced();
        List<NpmPackage> all = new ArrayList<>(packages.members(root, "yarn"));
        Map<String, SemanticVersion> members = new HashMap<>();
        for (NpmPackage member : all) {
            SemanticVersion version = SemanticVersion.parse(member.manifest().get("version").text(""));
            if (version != null && version.pre().isEmpty()) {
                members.put(member.manifest().get("name").text(""), version);
            }
        }
        all.addFirst(root);
        for (NpmPackage each : all) {
            String place = each == root ? "." : Paths.relative(root.directory(), each.directory());
            if (berry && each != root && descriptors.stream().noneMatch(key -> key.endsWith("@workspace:" + place))) {
                differences.addMember(each.path());
                continue;
            }
            declared(each).forEach((name, specs) -> {
                boolean left = forced.contains(name) || names.contains(name)
                        || specs.stream().anyMatch(spec -> isRewritten(spec.text("")));
                if (!left && specs.stream()
                        .noneMatch(spec -> isLocked(descriptors, name, spec.text("").strip(), berry))) {
                    Item spec = specs.getFirst();
                    differences.add(each.path(), spec.line(), name + " " + spec.text("") + " is not in " + lockPath);
                }
                SemanticVersion member = forced.contains(name) ? null : members.get(name);
                for (Item spec : member == null ? List.<Item>of() : specs) {
                    String range = spec.text("").strip();
                    VersionRange allowed = isRewritten(range) ? null : VersionRange.npm(range);
                    if (allowed != null && member != null && !allowed.allows(member)
                            && !isLocked(ofRegistry, name, range, berry)) {
                        differences.add(each.path(), spec.line(), name + " must be " + range
                                + ", which the member of the workspace is not, and " + lockPath + " has no other");
                    }
                }
            });
        }
        return differences;
    }

    private static Map<String, List<Item>> declared(NpmPackage each) {
        Map<String, List<Item>> declared = new HashMap<>();
        for (String kind : List.of("dependencies", "devDependencies", "optionalDependencies")) {
            each.installed(kind)
                    .forEach((name, spec) -> declared.computeIfAbsent(name, key -> new ArrayList<>()).add(spec));
        }
        return declared;
    }

    private static boolean isRewritten(String spec) {
        // an address or `owner/repository`
        return spec.isBlank() || REWRITTEN.stream().anyMatch(spec::startsWith)
                || spec.indexOf('/') >= 0 && !spec.startsWith("npm:");
    }

    private static boolean isLocked(Set<String> descriptors, String name, String spec, boolean berry) {
        return descriptors.contains(name + "@" + spec) || berry && descriptors.contains(name + "@npm:" + spec);
    }

    /// The keys of the lock: lines without indentation, each of descriptors with commas, in quotes where needed.
    private static Set<String> descriptors(String text) {
        Set<String> descriptors = new HashSet<>();
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            char first = text.charAt(from);
            // `?` begins a key that is too long for one line of YAML
            if (end > from && (!Character.isWhitespace(first) && first != '#' || first == '?')) {
                String line = text.substring(first == '?' ? from + 1 : from, end).strip();
                line = line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
                for (String descriptor : line.split(",\\s*")) {
                    descriptors.add(descriptor.replace("\"", ""));
                }
            }
            from = end + 1;
        }
        return descriptors;
    }
}
