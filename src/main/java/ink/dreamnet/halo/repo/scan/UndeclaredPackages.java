package ink.dreamnet.halo.repo.scan;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;
import org.jspecify.annotations.Nullable;

/// Takes together the files of one package that import the same package without its declaration, which one line mends.
final class UndeclaredPackages implements Judge {

    private final Tree tree;
    private final Map<Missing, Files> files = new HashMap<>();

    UndeclaredPackages(Tree tree) {
        this.tree = tree;
    }

    /// @param root of the package that imports
    /// @param what the message of each of its files
    private record Missing(String root, String what) {
    }

    private static final class Files {

        private @Nullable Finding worst;
        private int count;
    }

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind() == Reference.Kind.PACKAGE;
    }

    @Override
    public void add(Reference reference) {
        Files known = files.computeIfAbsent(missing(reference), any -> new Files());
        known.count++;
        if (known.worst == null || reference.missing().severity().compareTo(known.worst.severity()) > 0) {
            known.worst = reference.missing();
        }
    }

    @Override
    public @Nullable Finding judge(Reference reference) {
        Files known = files.get(missing(reference));
        Finding missing = reference.missing();
        if (known == null || !missing.equals(known.worst)) {
            return null;
        }
        return known.count == 1
                ? missing
                : missing.adding("; %d other file%s the same".formatted(known.count - 1,
                        known.count == 2 ? " does" : "s do"));
    }

    private Missing missing(Reference reference) {
        String at = Paths.directory(reference.missing().path());
        while (!at.isEmpty() && !tree.isFile(Paths.join(at, "package.json"))) {
            at = Paths.directory(at);
        }
        return new Missing(at, reference.missing().message());
    }
}
