package ink.dreamnet.halo.code;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/// Paths inside of a repository.
public final class Paths {

    private Paths() {
    }

    /// @return the path of the directory that a path is in; empty for the root
    public static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// @return the last part of a path
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// @return the path of something in a directory
    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /// @param directory in the root, or the root itself
    /// @return the path of the directory seen from the root; empty for the root itself
    public static String relative(String root, String directory) {
        return root.isEmpty() ? directory : directory.equals(root) ? "" : directory.substring(root.length() + 1);
    }

    /// @return whether a directory is below a root, and not the root itself
    public static boolean isBelow(String root, String directory) {
        return !directory.equals(root) && (root.isEmpty() || directory.startsWith(root + "/"));
    }

    /// Resolves a relative path.
    ///
    /// @param directory where it is relative to; empty for the root
    /// @param relative with `.` and `..`
    /// @return the path from the root, empty for the root itself; null where it leads out of the repository
    public static @Nullable String resolve(String directory, String relative) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (directory + "/" + relative).split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return null;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
