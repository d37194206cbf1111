package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// All files of a commit. Paths are relative to the root of the repository, with `/`, without a leading one.
public interface Tree {

    /// @return every file by its path, in the order of paths
    NavigableMap<String, TreeFile> files();

    /// @return the paths of all directories; the empty path is the root
    Set<String> directories();

    /// Reads a file.
    ///
    /// @return the file; null where there is none, it is a submodule, or it is larger than HALO reads
    /// @throws IOException where the repository cannot be read
    @Nullable
    SourceFile read(String path) throws IOException;

    /// Reads how a file begins, however large it is.
    ///
    /// @return at least as much as tells text from binary, where there is as much; null where there is no such file
    /// @throws IOException where the repository cannot be read
    @Nullable
    SourceFile beginning(String path) throws IOException;

    /// @return the text of a file; empty where [#read] or the file has none
    /// @throws IOException where the repository cannot be read
    default String text(String path) throws IOException {
        SourceFile file = read(path);
        return file == null ? "" : file.textOrEmpty();
    }

    /// @return whether an earlier commit had a file or directory to which a reference leads; false where that is not known
    /// @throws IOException where the repository cannot be read
    default boolean had(Reference reference) throws IOException {
        return false;
    }

    /// @return whether there is a directory of that path
    default boolean isDirectory(String path) {
        return directories().contains(path);
    }

    /// @return whether there is a file of that path
    default boolean isFile(String path) {
        return files().containsKey(path);
    }
}
