package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.PathAliases;
import org.jspecify.annotations.Nullable;

/// The tree of one commit.
final class HeadTree implements Tree {

    static final int LONGEST_PATH = 4096;

    private static final int MOST_LINKS = 40;

    private final List<TreeFile> inOrder = new ArrayList<>();
    private final NavigableMap<String, TreeFile> files = new TreeMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> directories = new HashSet<>(Set.of(""));
    private final Map<String, String> linkTargets = new HashMap<>();
    private final RecentFiles recent = new RecentFiles();
    private final PathAliases aliases = new PathAliases(this);
    private final Blobs blobs;
    private IgnoreRules gitignore = IgnoreRules.NONE;
    private IgnoreRules haloignore = IgnoreRules.NONE;
    private final RemovedPaths removed;

    /// @param removed which is complete before anything is asked
    HeadTree(Blobs blobs, RemovedPaths removed) {
        this.blobs = blobs;
        this.removed = removed;
    }

    void add(TreeFile file) {
        inOrder.add(file);
        files.put(file.path(), file);
    }

    void addDirectory(String path) {
        directories.add(path);
    }

    /// Notes a file or directory that cannot be read, below which anything may be; the root's path is empty.
    void addUnknown(String path) {
        unknown.add(path);
    }

    /// @return whether a directory could not be read, so that nobody knows what is missing
    boolean hasUnknown() {
        return !unknown.isEmpty();
    }

    private boolean isUnknown(String path) {
        for (String at = path; !unknown.isEmpty(); at = Paths.directory(at)) {
            if (unknown.contains(at)) {
                return true;
            }
            if (at.isEmpty()) {
                return false;
            }
        }
        return false;
    }

    void rules(IgnoreRules git, IgnoreRules halo) {
        this.gitignore = git;
        this.haloignore = halo;
    }

    /// @return the files in the order of git's tree
    List<TreeFile> inOrder() {
        return inOrder;
    }

    @Override
    public Set<String> directories() {
        return directories;
    }

    /// @return whether `.haloignore` hides a path
    boolean isHidden(String path) {
        return haloignore.ignores(path, false);
    }

    @Override
    public NavigableMap<String, TreeFile> files() {
        return Collections.unmodifiableNavigableMap(files);
    }

    @Override
    public @Nullable SourceFile read(String path) throws IOException {
        TreeFile entry = files.get(path);
        SourceFile known = entry == null ? null : recent.get(path);
        if (entry == null || known != null) {
            return known;
        }
        SourceFile file = open(entry);
        if (file != null) {
            recent.put(file);
        }
        return file;
    }

    @Override
    public @Nullable SourceFile beginning(String path) throws IOException {
        TreeFile entry = files.get(path);
        return entry == null ? null : blobs.beginning(entry);
    }

    /// Reads a file that hardly anyone asks for again.
    @Nullable
    SourceFile open(TreeFile entry) throws IOException {
        return blobs.read(entry);
    }

    /// Keeps a file for [#read] where a check had it parsed.
    void keepParsed(@Nullable SourceFile file) {
        if (file != null && file.isParsed()) {
            recent.put(file);
        }
    }

    /// @return a reference that leads to nothing, with the paths from the root of what may explain its name; null for one that may hold: a
    ///         candidate exists, is made by a build, or lies where HALO cannot read, or nothing says what its name stands for
    @Nullable
    Reference unsatisfied(Reference reference) throws IOException {
        Reference explained = aliases.explain(reference);
        return explained == null || satisfies(candidates(explained)) ? null : explained;
    }

    @Override
    public boolean had(Reference reference) throws IOException {
        return candidates(reference).stream().anyMatch(removed::had);
    }

    private List<String> candidates(Reference explained) throws IOException {
        return aliases.candidates(explained).stream().filter(path -> path.length() <= LONGEST_PATH).toList();
    }

    private boolean satisfies(List<String> candidates) throws IOException {
        for (String candidate : candidates) {
            if (files.containsKey(candidate) && !isLoop(candidate) || directories.contains(candidate)
                    || isUnknown(candidate)
                    || gitignore.ignores(candidate, false) || gitignore.ignores(candidate, true)) {
                return true;
            }
        }
        for (String candidate : candidates) {
            if (existsBeyondLink(candidate, 0)) {
                return true;
            }
        }
        return false;
    }

    /// Follows symbolic links to directories. What lies in a submodule or outside of the repository may exist.
    private boolean existsBeyondLink(String path, int followed) throws IOException {
        if (followed > MOST_LINKS) {
            return false;
        }
        if (files.containsKey(path) && !isLoop(path) || directories.contains(path)) {
            return true;
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String prefix = path.substring(0, slash);
            TreeFile file = files.get(prefix);
            if (file != null) {
                if (file.kind() == TreeFile.Kind.SUBMODULE) {
                    return true;
                }
                if (file.kind() != TreeFile.Kind.SYMBOLIC_LINK) {
                    return false;
                }
                String target = target(file);
                return target == null || existsBeyondLink(target + path.substring(slash), followed + 1);
            }
        }
        return false;
    }

    /// @return whether a symbolic link leads to links only, and so to nothing
    private boolean isLoop(String path) throws IOException {
        String at = path;
        for (int followed = 0; followed <= MOST_LINKS; followed++) {
            TreeFile file = at == null ? null : files.get(at);
            if (file == null || file.kind() != TreeFile.Kind.SYMBOLIC_LINK) {
                return false;
            }
            at = target(file);
        }
        return true;
    }

    /// @return what a link points to, from the root; null where that is outside or unknown
    private @Nullable String target(TreeFile link) throws IOException {
        String known = linkTargets.get(link.path());
        if (known == null) {
            SourceFile content = blobs.read(link);
            known = content == null ? "/" : new String(content.bytes(), StandardCharsets.UTF_8);
            linkTargets.put(link.path(), known);
        }
        return known.startsWith("/") ? null : Paths.resolve(link.directory(), known);
    }
}
