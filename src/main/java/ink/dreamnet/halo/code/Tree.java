package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.NavigableMap;

import org.jspecify.annotations.Nullable;

/// All files of a commit. Paths are relative to the root of the repository, with `/`, without a leading one.
public interface Tree {

    /// @return every file by its path, in the order of paths
    NavigableMap<String, TreeFile> files();

    /// @return whether there is a directory of that path; the empty path is the root
    boolean isDirectory(String path);

    /// Reads a file.
    ///
    /// @return the file; null where there is none, it is a submodule, or it is larger than HALO reads
    /// @throws IOException where the repository cannot be read
    @Nullable
    SourceFile read(String path) throws IOException;

    /// @return whether there is a file of that path
    default boolean isFile(String path) {
        return files().containsKey(path);
    }
}
