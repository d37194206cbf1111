package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;
import org.jspecify.annotations.Nullable;

/// Where a type of Java is missing by accident, its package lacks no other one, and few files import it: the others would not compile.
/// Else a dependency shares the package, unless an earlier commit had the type.
final class SharedPackages implements Judge {

    private static final int MOST_IMPORTING = 5;
    /// Of each package, the type of each import.
    private final Map<String, List<String>> missing = new HashMap<>();
    private final Tree tree;

    SharedPackages(Tree tree) {
        this.tree = tree;
    }

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind() == Reference.Kind.JAVA;
    }

    @Override
    public void add(Reference reference) {
        String type = type(reference);
        missing.computeIfAbsent(Paths.directory(type), any -> new ArrayList<>()).add(type);
    }

    @Override
    public @Nullable Finding judge(Reference reference) throws IOException {
        List<String> types = missing.getOrDefault(Paths.directory(type(reference)), List.of());
        return !tree.had(reference) && (types.size() > MOST_IMPORTING || types.stream().distinct().count() > 1)
                ? null
                : reference.missing();
    }

    private static String type(Reference reference) {
        return reference.name().substring(reference.name().lastIndexOf(':') + 1);
    }
}
