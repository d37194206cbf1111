package ink.dreamnet.halo.repo.integrity;

import java.io.EOFException;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

/// Walks the objects that HEAD reaches and that an earlier, good HEAD did not.
public final class HistoryWalk {

    private HistoryWalk() {
    }

    /// What the walk came to.
    ///
    /// @param damage the first object that is missing or corrupt; null where none was met
    /// @param whole whether everything was walked
    public record Result(@Nullable Finding damage, boolean whole) {
    }

    /// @param good a commit all of whose objects are known to be there; null for none
    /// @param most how many objects are walked at most
    public static Result walk(Repository repository, ObjectId head, @Nullable ObjectId good, int most,
            BooleanSupplier outOfTime) throws IOException {
        try (ObjectWalk walk = new ObjectWalk(repository)) {
            walk.markStart(walk.parseCommit(head));
            if (good != null && walk.getObjectReader().has(good)) {
                walk.markUninteresting(walk.parseCommit(good));
            }
            int seen = 0;
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                if (++seen > most || outOfTime.getAsBoolean()) {
                    return new Result(null, false);
                }
            }
            for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
                if (!walk.getObjectReader().has(object)) {
                    return damage(object, walk.getPathString());
                }
                if (++seen > most || (seen & 1023) == 0 && outOfTime.getAsBoolean()) {
                    return new Result(null, false);
                }
            }
            return new Result(null, true);
        } catch (MissingObjectException missing) {
            return damage(missing.getObjectId(), null);
        } catch (CorruptObjectException | IncorrectObjectTypeException | ZipException | EOFException corrupt) {
            return new Result(new Finding(IntegrityCodes.OBJECTS_CORRUPT, Severity.CRITICAL, "", 0,
                    "the history cannot be read: " + corrupt.getMessage()), false);
        }
    }

    private static Result damage(ObjectId id, @Nullable String path) {
        return new Result(new Finding(IntegrityCodes.OBJECTS_MISSING,
                Severity.CRITICAL, path == null ? "" : path, 0,
                "the object %s, which the history needs, is missing".formatted(id.abbreviate(10).name())), false);
    }
}
