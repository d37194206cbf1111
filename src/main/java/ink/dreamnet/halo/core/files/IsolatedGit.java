package ink.dreamnet.halo.core.files;

import java.io.File;
import java.util.concurrent.TimeUnit;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps JGit from reading (and writing) the git configuration of whoever runs HALO, from measuring the file system with files
/// that it writes into the first repository there, which may be a watched one, and from filling the heap.
public final class IsolatedGit {

    private static final int MEGABYTE = 1024 * 1024;

    private static boolean installed;

    private IsolatedGit() {
    }

    /// Sets JGit up for this process. Calling it again changes nothing.
    public static synchronized void install() {
        if (installed) {
            return;
        }
        installed = true;
        SystemReader.setInstance(new WithoutUser(SystemReader.getInstance()));
        WindowCacheConfig cache = new WindowCacheConfig();
        cache.setPackedGitLimit(24L * MEGABYTE);
        cache.setPackedGitWindowSize(64 * 1024);
        cache.setDeltaBaseCacheLimit(8 * MEGABYTE);
        cache.setStreamFileThreshold(8 * MEGABYTE);
        cache.install();
    }

    private static final class WithoutUser extends SystemReader.Delegate {

        WithoutUser(SystemReader real) {
            super(real);
        }

        @Override
        public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
            return new NoConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
            return new NoConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
            return new NoConfig(parent, fs);
        }
    }

    private static final class NoConfig extends FileBasedConfig {

        NoConfig(@Nullable Config parent, FS fs) {
            super(parent, new File(""), fs);
        }

        /// Answers with the resolution that JGit assumes of a file system it has not measured, so that it does not measure.
        @Override
        public long getTimeUnit(String section, @Nullable String subsection, String name, long defaultValue,
                TimeUnit wanted) {
            return ConfigConstants.CONFIG_FILESYSTEM_SECTION.equals(section)
                    && ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION.equals(name)
                            ? wanted.convert(FS.FileStoreAttributes.FALLBACK_TIMESTAMP_RESOLUTION)
                            : super.getTimeUnit(section, subsection, name, defaultValue, wanted);
        }

        @Override
        public void load() {
            // there is nothing to load
        }

        @Override
        public void save() {
            // and nothing is kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
