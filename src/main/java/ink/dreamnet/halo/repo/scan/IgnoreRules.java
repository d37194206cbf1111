package ink.dreamnet.halo.repo.scan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.code.Paths;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/// The rules of all ignore files of one name in a tree, which hold as git's do: the deepest file decides, and nothing below an
/// ignored directory comes back.
final class IgnoreRules {

    static final IgnoreRules NONE = new IgnoreRules();

    private final Map<String, IgnoreNode> byDirectory = new HashMap<>();

    /// Adds a file's rules.
    ///
    /// @param directory where the file lies
    void add(String directory, byte[] content) throws IOException {
        IgnoreNode node = new IgnoreNode();
        node.parse(new ByteArrayInputStream(content));
        byDirectory.put(directory, node);
    }

    boolean isEmpty() {
        return byDirectory.isEmpty();
    }

    /// @param path of a file or of a directory, which need not exist
    boolean ignores(String path, boolean directory) {
        if (byDirectory.isEmpty()) {
            return false;
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (Boolean.TRUE.equals(decide(path.substring(0, slash), true))) {
                return true;
            }
        }
        return Boolean.TRUE.equals(decide(path, directory));
    }

    private @Nullable Boolean decide(String path, boolean directory) {
        String at = path;
        while (!at.isEmpty()) {
            at = Paths.directory(at);
            IgnoreNode node = byDirectory.get(at);
            if (node != null) {
                Boolean ignored = node.checkIgnored(at.isEmpty() ? path : path.substring(at.length() + 1), directory);
                if (ignored != null) {
                    return ignored;
                }
            }
        }
        return null;
    }
}
