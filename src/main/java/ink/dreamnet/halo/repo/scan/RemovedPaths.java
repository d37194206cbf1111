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
import org.eclipse.jgit.lib.Constants;
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
    private static final int FORMAT = 0x52_30_30_32;
    /// Of more, some are forgotten.
    private static final int MOST = 100_000;
    /// So that paths of the greatest length do not fill the memory.
    private static final int MOST_CHARACTERS = 16_000_000;
    /// Older ones hardly tell why something is broken today.
    private static final int MOST_COMMITS = 5_000;
    /// Of trees that have one subtree at many places, a small repository has more paths than can ever be read.
    private static final int MOST_CHANGES = 500_000;
    private static final int LOOKS_AT_TIME = 1024;

    private final Path home;
    private final NavigableSet<String> paths = new TreeSet<>();
    private long characters;
    /// The commit whose past was added; null for none.
    private @Nullable ObjectId added;

    /// Reads what was kept; nothing where that is not there or not whole.
    ///
    /// @param home the directory that keeps what was read of a repository
    public RemovedPaths(Path home) throws IOException {
        this.home = home;
        Path file = home.resolve(NAME);
        if (Files.isRegularFile(file)) {
            read(Files.readAllBytes(file));
        }
    }

    private void read(byte[] bytes) throws IOException {
        int length = bytes.length - Long.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, Math.max(0, length));
        if (length < 2 * Integer.BYTES + Constants.OBJECT_ID_LENGTH
                || ByteBuffer.wrap(bytes).getLong(length) != checksum.getValue()) {
            return;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != FORMAT) {
            return;
        }
        ObjectId commit = ObjectId.fromRaw(in.readNBytes(Constants.OBJECT_ID_LENGTH));
        added = commit.equals(ObjectId.zeroId()) ? null : commit;
        for (int left = in.readInt(); left > 0; left--) {
            add(in.readUTF());
        }
    }

    /// Adds what commits removed since it was done the last time, the newest 5,000 and 500,000 changes at most, and no merges. What is left for want of time, or
    /// because objects are missing or corrupt, is added the next time.
    ///
    /// @throws IOException where the repository cannot be read
    public void addPast(Repository repository, ObjectId head, BooleanSupplier outOfTime) throws IOException {
        try (RevWalk commits = new RevWalk(repository); TreeWalk changes = new TreeWalk(commits.getObjectReader())) {
            commits.setRetainBody(false);
            commits.markStart(commits.parseCommit(head));
            if (added != null && commits.getObjectReader().has(added)) {
                commits.markUninteresting(commits.parseCommit(added));
            }
            changes.setFilter(TreeFilter.ANY_DIFF);
            int commitsLeft = MOST_COMMITS;
            int changesLeft = MOST_CHANGES;
            for (RevCommit commit = commits.next(); commit != null && commitsLeft > 0
                    && changesLeft > 0; commit = commits.next()) {
                if (outOfTime.getAsBoolean()) {
                    return;
                }
                commitsLeft--;
                if (commit.getParentCount() == 1) {
                    changes.reset(commits.parseCommit(commit.getParent(0)).getTree(), commit.getTree());
                    changesLeft = addRemoved(changes, changesLeft, outOfTime);
                }
            }
            added = outOfTime.getAsBoolean() ? added : head.copy();
        } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException | ZipException
                | EOFException damaged) {
            // reported by whoever walks the history for that
        }
    }

    /// @return how many more changes are looked at
    private int addRemoved(TreeWalk changes, int most, BooleanSupplier outOfTime) throws IOException {
        int left = most;
        while (left > 0 && changes.next()) {
            left--;
            if (left % LOOKS_AT_TIME == 0 && outOfTime.getAsBoolean()) {
                return left;
            }
            if (changes.getFileMode(0) == FileMode.MISSING || changes.getPathLength() > HeadTree.LONGEST_PATH) {
                continue;
            }
            if (changes.isSubtree()) {
                changes.enterSubtree();
            } else if (changes.getFileMode(1) == FileMode.MISSING) {
                add(changes.getPathString());
            }
        }
        return left;
    }

    void add(String path) {
        characters += paths.add(path) ? path.length() : 0;
        while (paths.size() > MOST || characters > MOST_CHARACTERS) {
            characters -= paths.removeFirst().length();
        }
    }

    /// Forgets what is there, and keeps the rest.
    void keep(Tree tree) throws IOException {
        paths.removeIf(tree::isFile);
        characters = paths.stream().mapToLong(String::length).sum();
        Path written = home.resolve(NAME + ".new");
        try (CheckedOutputStream checked = new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(written), 1 << 16), new CRC32C());
                DataOutputStream out = new DataOutputStream(checked)) {
            out.writeInt(FORMAT);
            (added == null ? ObjectId.zeroId() : added).copyRawTo(out);
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
