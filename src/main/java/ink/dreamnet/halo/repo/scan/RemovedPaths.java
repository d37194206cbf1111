package ink.dreamnet.halo.repo.scan;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

import ink.dreamnet.halo.code.Tree;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// The files that a commit had in its past and has no more: what refers to one of them worked then. Kept beside what was
/// read, because the last analysis tells only once that a file is gone, and a shallow clone has no past. What was kept of a commit that is not of
/// the past of the next one is forgotten. For use by one thread.
public final class RemovedPaths {

    private static final String NAME = "removed.bin";
    private static final int FORMAT = 0x52_30_30_33;
    /// Of more, some are forgotten.
    private static final int MOST = 100_000;
    /// So that paths of the greatest length do not fill the memory.
    private static final int MOST_CHARACTERS = 16_000_000;
    /// Older ones hardly tell why something is broken today.
    private static final int MOST_COMMITS = 5_000;
    /// Of trees that have one subtree at many places, a small repository has more paths than can ever be read.
    private static final int MOST_CHANGES = 500_000;
    private static final int LOOKS_AT_TIME = 1024;
    /// Of commits whose trees are not there: each is looked for in all packs.
    private static final int MOST_DAMAGED = 100;

    private final Path home;
    private final NavigableSet<String> paths = new TreeSet<>();
    private long characters;
    /// The commit whose past was added; null for none.
    private @Nullable ObjectId added;
    /// The commit that was analyzed last, and once its past is added the one that is analyzed now; null for none.
    private @Nullable ObjectId head;
    /// The branch of `head`; empty for none.
    private String branch = "";
    private boolean follows;
    private int changesLeft;

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
        if (length < 2 * Integer.BYTES + 2 * Constants.OBJECT_ID_LENGTH + Short.BYTES
                || ByteBuffer.wrap(bytes).getLong(length) != checksum.getValue()) {
            return;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != FORMAT) {
            return;
        }
        added = commit(in);
        head = commit(in);
        branch = in.readUTF();
        for (int left = in.readInt(); left > 0; left--) {
            add(in.readUTF());
        }
    }

    private static @Nullable ObjectId commit(DataInputStream in) throws IOException {
        ObjectId commit = ObjectId.fromRaw(in.readNBytes(Constants.OBJECT_ID_LENGTH));
        return commit.equals(ObjectId.zeroId()) ? null : commit;
    }

    /// Adds what commits removed since it was done the last time, the newest 5,000 and 500,000 changes at most, and no merges. What is left for want of time, or
    /// because objects are missing or corrupt, is added the next time. Where this commit was not made on top of the last one, all is done anew; where
    /// nobody can tell, it counts as made on top if it is of the same branch.
    ///
    /// @param commit that is analyzed
    /// @param of its branch; null for none
    /// @throws IOException where the repository cannot be read
    public void addPast(Repository repository, ObjectId commit, @Nullable String of, BooleanSupplier outOfTime)
            throws IOException {
        String named = of == null || of.length() > HeadTree.LONGEST_PATH ? "" : of;
        follows = head != null && switch (Ancestry.of(repository, commit, head, outOfTime)) {
            case ON_TOP -> true;
            case ELSEWHERE -> false;
            case UNKNOWN -> !named.isEmpty() && named.equals(branch);
        };
        if (!follows) {
            paths.clear();
            characters = 0;
            added = null;
        }
        head = commit.copy();
        branch = named;
        try {
            added = walk(repository, head, outOfTime) ? head : added;
        } catch (IOException failed) {
            // where it is damage, no commit before it can be reached; reported by whoever walks the history for that
            throwUnlessDamage(failed, head);
        } catch (RuntimeException malformed) {
            // the same: JGit's parsers throw what they like where an object is not what it says
            return;
        }
    }

    /// @return whether it need not be done again
    private boolean walk(Repository repository, ObjectId commit, BooleanSupplier outOfTime) throws IOException {
        try (RevWalk commits = new RevWalk(repository); TreeWalk changes = new TreeWalk(commits.getObjectReader())) {
            commits.setRetainBody(false);
            commits.markStart(commits.parseCommit(commit));
            if (added != null && commits.getObjectReader().has(added)) {
                commits.markUninteresting(commits.parseCommit(added));
            }
            changes.setFilter(TreeFilter.ANY_DIFF);
            int commitsLeft = MOST_COMMITS;
            int damaged = 0;
            changesLeft = MOST_CHANGES;
            for (RevCommit next = commits.next(); next != null && commitsLeft > 0 && changesLeft > 0
                    && damaged < MOST_DAMAGED; next = commits.next()) {
                if (outOfTime.getAsBoolean()) {
                    return false;
                }
                commitsLeft--;
                if (next.getParentCount() == 1) {
                    RevCommit parent = commits.parseCommit(next.getParent(0));
                    damaged += compare(changes, parent.getTree(), next.getTree(), outOfTime) ? 0 : 1;
                }
            }
            return damaged == 0 && !outOfTime.getAsBoolean();
        }
    }

    /// @return whether the trees could be read, or never can be
    private boolean compare(TreeWalk changes, ObjectId before, ObjectId after, BooleanSupplier outOfTime)
            throws IOException {
        try {
            changes.reset(before, after);
            addRemoved(changes, outOfTime);
            return true;
        } catch (IOException failed) {
            throwUnlessDamage(failed, after);
            return false;
        } catch (RuntimeException malformed) {
            return true;
        }
    }

    private static void throwUnlessDamage(IOException failed, ObjectId at) throws IOException {
        IOException known = Blobs.DamagedException.of(failed, at.name());
        if (!(known instanceof Blobs.DamagedException)) {
            throw known;
        }
    }

    private void addRemoved(TreeWalk changes, BooleanSupplier outOfTime) throws IOException {
        while (changesLeft > 0 && changes.next()) {
            changesLeft--;
            if (changesLeft % LOOKS_AT_TIME == 0 && outOfTime.getAsBoolean()) {
                return;
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
    }

    /// @return whether the commit was made on top of the one that was kept last, so that what is known of that one's files tells of its past
    boolean follows() {
        return follows;
    }

    /// Adds a file of the commit that was analyzed last, where that is of the past of this one.
    void gone(String path) {
        if (follows) {
            add(path);
        }
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
            (head == null ? ObjectId.zeroId() : head).copyRawTo(out);
            out.writeUTF(branch);
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
