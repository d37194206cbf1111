package ink.dreamnet.halo.code;

import java.util.Locale;

/// An entry of a commit's tree.
///
/// @param path from the root of the repository
/// @param kind what it is
/// @param size its size in bytes; 0 for a submodule
/// @param objectId the id of its blob, or of a submodule's commit, in hexadecimal
public record TreeFile(String path, Kind kind, long size, String objectId) {

    /// What an entry can be.
    public enum Kind {
        /// A file.
        REGULAR,
        /// A file with the executable bit.
        EXECUTABLE,
        /// A symbolic link, whose content is its target.
        SYMBOLIC_LINK,
        /// The commit of another repository.
        SUBMODULE
    }

    /// @return the last part of the path
    public String name() {
        return Paths.name(path);
    }

    /// @return what follows the last dot of its name, in lower case; the whole name where there is none
    public String ending() {
        return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1).toLowerCase(Locale.ROOT);
    }

    /// @return the path of its directory; empty for one in the root
    public String directory() {
        return Paths.directory(path);
    }
}
