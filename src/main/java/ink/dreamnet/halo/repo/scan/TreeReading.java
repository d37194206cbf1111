package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Walks the tree of a commit, goes on where a part of it is damaged, and says which files are not known yet.
final class TreeReading {

    static final String MISSING = "repo.objects-missing";
    static final String CORRUPT = "repo.objects-corrupt";

    private final ScanRequest request;
    private final HeadTree tree;
    private final BitSet unknown = new BitSet();
    private final List<Finding> damage = new ArrayList<>();
    private final Map<String, FileFacts> ofTreeChecks = new HashMap<>();

    TreeReading(ScanRequest request, Blobs blobs) {
        this.request = request;
        this.tree = new HeadTree(blobs, request.removed());
    }

    /// @param known what was read before; null where nothing was
    /// @param changed learns each path that was added, changed or removed since then
    void walk(FactsFile.@Nullable Reader known, Consumer<String> changed) throws IOException, TooManyFilesException {
        try (ObjectReader reader = request.repository().newObjectReader(); TreeWalk walk = new TreeWalk(reader)) {
            try {
                walk.addTree(request.tree());
            } catch (IOException failed) {
                damaged("", request.tree(), failed);
                return;
            }
            while (walk.next()) {
                if (walk.getPathLength() > HeadTree.LONGEST_PATH) {
                    throw new IOException("it has a path of more than %d bytes".formatted(HeadTree.LONGEST_PATH));
                }
                String path = walk.getPathString();
                if (walk.isSubtree()) {
                    // trees that have one empty subtree at many places, have more of them than can ever be read
                    if (tree.directories().size() > request.maxFiles()) {
                        throw new TooManyFilesException(request.maxFiles());
                    }
                    tree.addDirectory(path);
                    enter(walk, path);
                } else {
                    if (tree.inOrder().size() >= request.maxFiles()) {
                        throw new TooManyFilesException(request.maxFiles());
                    }
                    add(reader, path, walk.getObjectId(0), kind(walk.getFileMode(0)), known, changed);
                }
            }
            if (known != null) {
                for (FactsFile.Entry rest = known.peek(); rest != null; rest = known.peek()) {
                    if (rest.isOfTreeCheck()) {
                        ofTreeChecks.put(rest.path(), rest.facts());
                    } else {
                        gone(rest.path(), changed);
                    }
                    known.skip();
                }
            }
        }
    }

    private void gone(String path, Consumer<String> changed) {
        request.removed().gone(path);
        changed.accept(path);
    }

    private void enter(TreeWalk walk, String path) throws IOException {
        try {
            walk.enterSubtree();
        } catch (IOException failed) {
            damaged(path, walk.getObjectId(0), failed);
        }
    }

    private void add(ObjectReader reader, String path, ObjectId id, TreeFile.Kind kind,
            FactsFile.@Nullable Reader known, Consumer<String> changed) throws IOException {
        FactsFile.Entry entry = known == null ? null : known.find(path, gone -> gone(gone, changed));
        if (entry != null && entry.id().equals(id) && entry.kind() == kind.ordinal()
                && !request.again().contains(id.name())) {
            tree.add(new TreeFile(path, kind, entry.size(), id.name()));
            return;
        }
        changed.accept(path);
        long size = 0;
        if (kind != TreeFile.Kind.SUBMODULE) {
            try {
                size = reader.getObjectSize(id, Constants.OBJ_BLOB);
            } catch (IOException failed) {
                damaged(path, id, failed);
                // known as a path, so that nobody misses it a second time
                tree.add(new TreeFile(path, kind, -1, id.name()));
                return;
            }
        }
        unknown.set(tree.inOrder().size());
        tree.add(new TreeFile(path, kind, size, id.name()));
    }

    private void damaged(String path, ObjectId id, IOException failed) throws IOException {
        IOException known = Blobs.DamagedException.of(failed, id.name());
        if (!(known instanceof Blobs.DamagedException object)) {
            throw known;
        }
        damage.add(finding(path, object));
        tree.addUnknown(path);
    }

    static Finding finding(String path, Blobs.DamagedException object) {
        return new Finding(object.missing() ? MISSING : CORRUPT, Severity.CRITICAL, path, 0,
                String.valueOf(object.getMessage()));
    }

    /// Reads the ignore files.
    void readRules() throws IOException {
        tree.rules(rules(".gitignore"), rules(".haloignore"));
    }

    private IgnoreRules rules(String name) throws IOException {
        IgnoreRules rules = new IgnoreRules();
        for (TreeFile file : tree.inOrder()) {
            if (file.path().endsWith(name) && file.name().equals(name) && file.kind() != TreeFile.Kind.SYMBOLIC_LINK) {
                try {
                    SourceFile content = tree.open(file);
                    if (content != null) {
                        rules.add(file.directory(), content.bytes());
                    }
                } catch (Blobs.DamagedException already) {
                    // reported where the file itself is read
                    tree.addUnknown(file.directory());
                }
            }
        }
        return rules.isEmpty() ? IgnoreRules.NONE : rules;
    }

    HeadTree tree() {
        return tree;
    }

    /// @return the places, in the order of the tree, of the files that must be read
    BitSet unknown() {
        return unknown;
    }

    /// @return what is known of tree checks, by their keys
    Map<String, FileFacts> ofTreeChecks() {
        return ofTreeChecks;
    }

    List<Finding> damage() {
        return damage;
    }

    private static TreeFile.Kind kind(FileMode mode) {
        if (mode == FileMode.GITLINK) {
            return TreeFile.Kind.SUBMODULE;
        }
        if (mode == FileMode.SYMLINK) {
            return TreeFile.Kind.SYMBOLIC_LINK;
        }
        return mode == FileMode.EXECUTABLE_FILE ? TreeFile.Kind.EXECUTABLE : TreeFile.Kind.REGULAR;
    }
}
