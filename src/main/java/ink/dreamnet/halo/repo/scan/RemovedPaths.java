package ink.dreamnet.halo.repo.scan;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipException;

import ink.dreamnet.halo.code.Tree;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// The files that a repository had in an earlier commit and has no more: what refers to one of them worked then. Kept beside what was
/// read, because the last analysis tells only once that a file is gone, and a shallow clone has no past. For use by one thread.
public final class RemovedPaths {

    private static final String NAME = "removed.bin";
    private static final int FORMAT = 0x52_30_30_31;
    /// Of more, some are forgotten.
    private static final int MOST = 100_000;
    /// Older ones hardly tell why something is broken today.
    private static final int MOST_COMMITS = 5_000;

    private final Path home;
    private final boolean known;
    private final NavigableSet<String> paths = new TreeSet<>();

    /// Reads what was kept; nothing where that is not there or not whole.
    ///
    /// @param home the directory that keeps what was read of a repository
    public RemovedPaths(Path home) throws IOException {
        this.home = home;
        Path file = home.resolve(NAME);
        this.known = Files.isRegularFile(file) && read(Files.readAllBytes(file));
    }

    private boolean read(byte[] bytes) throws IOException {
        int length = bytes.length - Long.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, Math.max(0, length));
        if (length < 2 * Integer.BYTES || ByteBuffer.wrap(bytes).getLong(length) != checksum.getValue()) {
            return false;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != FORMAT) {
            return false;
        }
        for (int left = in.readInt(); left > 0; left--) {
            paths.add(in.readUTF());
        }
        return true;
    }

    /// Adds what commits removed, the newest 5,000 at most and no merges.
    ///
    /// @param last the commit up to which it was added before; null for none
    /// @throws IOException where the repository cannot be read; that objects are missing or corrupt ends the walk
    public void addPast(Repository repository, ObjectId head, @Nullable ObjectId last, BooleanSupplier outOfTime)
            throws IOException {
        try (RevWalk commits = new RevWalk(repository); TreeWalk changes = new TreeWalk(commits.getObjectReader())) {
            commits.setRetainBody(false);
            commits.markStart(commits.parseCommit(head));
            if (known && last != null && commits.getObjectReader().has(last)) {
                commits.markUninteresting(commits.parseCommit(last));
            }
            changes.setRecursive(true);
            changes.setFilter(TreeFilter.ANY_DIFF);
            int left = MOST_COMMITS;
            for (RevCommit commit = commits.next(); commit != null && left > 0
                    && !outOfTime.getAsBoolean(); commit = commits
                            .next()) {
                left--;
                if (commit.getParentCount() == 1) {
                    changes.reset(commits.parseCommit(commit.getParent(0)).getTree(), commit.getTree());
                    addRemoved(changes);
                }
            }
        } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException | ZipException
                | EOFException damaged) {
            // reported by whoever walks the history for that
        }
    }

    private void addRemoved(TreeWalk changes) throws IOException {
        while (changes.next()) {
            if (changes.getFileMode(1) == FileMode.MISSING && changes.getPathLength() <= HeadTree.LONGEST_PATH) {
                add(changes.getPathString());
            }
        }
    }

    void add(String path) {
        paths.add(path);
        if (paths.size() > MOST) {
            paths.pollFirst();
        }
    }

    /// Forgets what is there, and keeps the rest.
    void keep(Tree tree) throws IOException {
        paths.removeIf(tree::isFile);
        Path written = home.resolve(NAME + ".new");
        try (CheckedOutputStream checked = new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(written), 1 << 16), new CRC32C());
                DataOutputStream out = new DataOutputStream(checked)) {
            out.writeInt(FORMAT);
            out.writeInt(paths.size());
            for (String path : paths) {
                out.writeUTF(path);
            }
            out.writeLong(checked.getChecksum().getValue());
        }
        Files.move(written, home.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// @return whether there was a file of that path, or one below it
    boolean had(String path) {
        String below = path + "/";
        String next = paths.ceiling(below);
        return paths.contains(path) || next != null && next.startsWith(below);
    }
}
