package ink.dreamnet.halo.repo.scan;

import java.util.HashSet;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import org.jspecify.annotations.Nullable;

/// What another file includes may be a part of a document.
final class Fragments implements Judge {

    private final Set<String> included = new HashSet<>();

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind() == Reference.Kind.FRAGMENT;
    }

    @Override
    public void note(String path, Note note) {
        if (note instanceof Note.Includes includes) {
            included.add(includes.path());
        }
    }

    @Override
    public @Nullable Finding judge(Reference reference) {
        return included.contains(reference.missing().path()) ? null : reference.missing();
    }
}
