package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

import ink.dreamnet.halo.code.TreeFile;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Reads a part of a commit's objects again, so that what rots while the commit stays the same is noticed. Which objects are in which
/// of the parts, their ids decide: nothing has to be remembered.
public final class ObjectSlice {

    /// An hour's of a week.
    public static final int PARTS = 7 * 24;

    private ObjectSlice() {
    }

    /// Reads the files whose ids belong to some of the parts, and every directory on the way.
    ///
    /// @param from the first part, from 0
    /// @param count how many parts; from [#PARTS] on all objects are read
    /// @return the ids of the objects that cannot be read any more
    public static Set<String> damaged(Repository repository, ObjectId tree, long from, long count, int maxFileBytes,
            BooleanSupplier outOfTime) throws IOException {
        Set<String> damaged = new HashSet<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader);
                Blobs blobs = new Blobs(repository, maxFileBytes)) {
            walk.addTree(tree);
            while (walk.next() && !outOfTime.getAsBoolean()) {
                ObjectId id = walk.getObjectId(0);
                try {
                    if (walk.isSubtree()) {
                        walk.enterSubtree();
                    } else if (walk.getFileMode(0) != FileMode.GITLINK
                            && Math.floorMod(id.hashCode() - from, (long) PARTS) < count) {
                        blobs.read(new TreeFile(walk.getPathString(), TreeFile.Kind.REGULAR, 0, id.name()));
                    }
                } catch (IOException unreadable) {
                    note(unreadable, id, damaged);
                }
            }
        } catch (IOException unreadable) {
            note(unreadable, tree, damaged);
        }
        return damaged;
    }

    private static void note(IOException unreadable, ObjectId id, Set<String> damaged) throws IOException {
        IOException known = Blobs.DamagedException.of(unreadable, id.name());
        if (!(known instanceof Blobs.DamagedException)) {
            throw known;
        }
        damaged.add(id.name());
    }
}
