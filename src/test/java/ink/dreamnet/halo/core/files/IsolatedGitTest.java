package ink.dreamnet.halo.core.files;

import java.nio.file.Path;

import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class IsolatedGitTest {

    @Test
    void installHasNothingMeasuredWithFilesInSomebodysRepository(@TempDir Path repository) {
        IsolatedGit.install();

        FS.FileStoreAttributes attributes = FS.FileStoreAttributes.get(repository);

        assertThat(attributes).isNotSameAs(FS.FileStoreAttributes.FALLBACK_FILESTORE_ATTRIBUTES);
        assertThat(attributes.getFsTimestampResolution()).isEqualTo(
                FS.FileStoreAttributes.FALLBACK_TIMESTAMP_RESOLUTION);
    }
}
