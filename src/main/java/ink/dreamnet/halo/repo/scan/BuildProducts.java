package ink.dreamnet.halo.repo.scan;

import java.util.HashSet;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import org.jspecify.annotations.Nullable;

/// What a link, a symbolic link or an import misses may be made by a build whose files name it.
final class BuildProducts implements Judge {

    private final Set<String> made = new HashSet<>();

    @Override
    public boolean concerns(Reference reference) {
        return switch (reference.kind()) {
            case LINK, SYMBOLIC_LINK, IMPORT, ALIAS -> true;
            case PATH, PACKAGE, GO, JAVA, PRIVATE_KEY, FRAGMENT -> false;
        };
    }

    @Override
    public void note(String path, Note note) {
        if (note instanceof Note.Makes makes) {
            made.add(makes.end());
        }
    }

    @Override
    public @Nullable Finding judge(Reference reference) {
        return reference.candidates().stream().map(BuildProducts::end).anyMatch(made::contains)
                ? null
                : reference.missing();
    }

    private static String end(String path) {
        return path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1);
    }
}
