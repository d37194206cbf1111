package ink.dreamnet.halo.repo.scan;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import org.jspecify.annotations.Nullable;

/// Decides about findings of one kind by what all files of the tree tell. For use by one thread.
interface Judge {

    /// @return whether it decides about it
    boolean concerns(Reference reference);

    /// Learns of one that leads somewhere.
    default void holds(Reference reference) {
        // those that lead to nothing tell enough
    }

    /// Learns of one that it decides about later.
    ///
    /// @throws IOException where the repository cannot be read
    default void add(Reference reference) throws IOException {
        // each is judged by itself
    }

    /// Learns what a file tells about others.
    default void note(String path, Note note) {
        // the findings themselves tell enough
    }

    /// Decides, when everything is known.
    ///
    /// @return the finding, with the severity that it has; null where it is none
    /// @throws IOException where the repository cannot be read
    @Nullable
    Finding judge(Reference reference) throws IOException;
}
