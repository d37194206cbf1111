package ink.dreamnet.halo.repo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ink.dreamnet.halo.core.files.PrivateFiles;
import org.jspecify.annotations.Nullable;

/// A directory that nobody else uses: a lock on a file in it says so, which the operating system releases however the process ends.
final class HeldDirectory implements Closeable {

    private static final String LOCK = "halo.lock";
    /// POSIX releases all locks that a process has on a file as soon as it closes one of its descriptors, so what was opened to a file that
    /// another one in this process has locked stays open.
    private static final Queue<FileChannel> LOCKED_HERE = new ConcurrentLinkedQueue<>();

    private final Path path;
    private final FileChannel channel;
    /// What the file system knows the locked file by; null where it does not tell.
    private final @Nullable Object key;

    private HeldDirectory(Path path, FileChannel channel, @Nullable Object key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /// Makes a directory where there is none, and holds it.
    ///
    /// @return null where somebody else holds it, in this process or another one
    /// @throws IOException where it cannot be made or locked; the message names it
    static @Nullable HeldDirectory tryHold(Path directory) throws IOException {
        try {
            PrivateFiles.createDirectories(directory);
            Path file = directory.resolve(LOCK);
            PrivateFiles.createFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new HeldDirectory(directory, channel, key(file));
                }
            } catch (OverlappingFileLockException here) {
                LOCKED_HERE.add(channel);
                return null;
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
            channel.close();
            return null;
        } catch (IOException failed) {
            throw new IOException("%s (below halo.repo.directory) cannot be locked: %s".formatted(directory, failed),
                    failed);
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    Path path() {
        return path;
    }

    /// @return whether it still is what was locked: whoever deletes it takes the lock away, too
    boolean isThere() throws IOException {
        try {
            return Objects.equals(key, key(path.resolve(LOCK)));
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
