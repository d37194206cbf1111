package ink.dreamnet.halo.core.files;

import java.nio.file.Path;
import java.util.Collection;

/// Files and directories that are HALO's own: its configuration, its data, its secrets. Nobody may name them over the API, whatever
/// [AllowedFiles] allows.
public interface OwnFiles {

    /// @return their paths, relative ones from the working directory; they need not exist
    Collection<Path> ownFiles();
}
