package ink.dreamnet.halo.support;

import java.nio.file.Path;

import ink.dreamnet.halo.repo.git.IsolatedGit;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Has JGit measure the file system of temporary directories once, in a directory that stays. It does so beside the first use of a
/// repository, with files of its own in it: the directory of the first test could not be deleted.
public final class MeasuredFiles implements BeforeAllCallback {

    static {
        IsolatedGit.install();
        FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // it is enough that the class is loaded
    }
}
