package ink.dreamnet.halo.repo.integrity;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTree;
import org.jspecify.annotations.Nullable;

/// Walks the objects that HEAD reaches and that an earlier, good HEAD did not.
public final class HistoryWalk {

    private static final int MOST_DAMAGE = 100;

    private HistoryWalk() {
    }

    /// What the walk came to.
    ///
    /// @param damage the objects that are missing or corrupt, as far as they could be met, and not more than a hundred
    /// @param whole whether everything was walked and is there
    public record Result(List<Finding> damage, boolean whole) {
    }

    /// @param good a commit all of whose objects are known to be there; null for none
    /// @param most how many objects are walked at most
    public static Result walk(Repository repository, ObjectId head, @Nullable ObjectId good, int most,
            BooleanSupplier outOfTime) throws IOException {
        List<Finding> damage = new ArrayList<>();
        try (ObjectWalk walk = new ObjectWalk(repository)) {
            walk.markStart(walk.parseCommit(head));
            if (good != null && walk.getObjectReader().has(good)) {
                walk.markUninteresting(walk.parseCommit(good));
            }
            int seen = 0;
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                if (++seen > most || outOfTime.getAsBoolean()) {
                    return new Result(damage, false);
                }
            }
            for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
                if (!walk.getObjectReader().has(object)) {
                    if (object instanceof RevTree) {
                        walk.skipTree();
                    }
                    damage.add(missing(object, walk.getPathString()));
                }
                if (++seen > most || damage.size() == MOST_DAMAGE
                        || (seen & 1023) == 0 && outOfTime.getAsBoolean()) {
                    return new Result(damage, false);
                }
            }
            return new Result(damage, damage.isEmpty());
        } catch (MissingObjectException missing) {
            damage.add(missing(missing.getObjectId(), null));
            return new Result(damage, false);
        } catch (CorruptObjectException | IncorrectObjectTypeException | ZipException | EOFException corrupt) {
            damage.add(unreadable(String.valueOf(corrupt.getMessage())));
            return new Result(damage, false);
        } catch (RuntimeException malformed) {
            // JGit's parsers throw what they like
            damage.add(unreadable("an object is not what its type says (%s)".formatted(malformed.getMessage())));
            return new Result(damage, false);
        }
    }

    private static Finding unreadable(String why) {
        return new Finding(IntegrityCodes.OBJECTS_CORRUPT, Severity.CRITICAL, "", 0,
                "the history cannot be read: " + why);
    }

    private static Finding missing(ObjectId id, @Nullable String path) {
        return new Finding(IntegrityCodes.OBJECTS_MISSING, Severity.CRITICAL, path == null ? "" : path, 0,
                "the object %s is missing".formatted(id.abbreviate(10).name()));
    }
}
