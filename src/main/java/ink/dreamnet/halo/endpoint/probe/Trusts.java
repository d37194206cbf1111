package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.core.files.FileRefusedException;
import org.jspecify.annotations.Nullable;

/// The [Trust] of each distinct pair of trust store and `insecure`, read once and again when the store's file changes.
final class Trusts {

    private final Clock clock;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    Trusts(Clock clock) {
        this.clock = clock;
    }

    /// @throws TrustStoreException where the target's trust store cannot be read
    Trust of(ProbeTarget target) throws TrustStoreException {
        TrustStore store = target.insecure() ? null : target.trustStore();
        try {
            FileTime modified = store == null ? null : modified(store);
            Key wanted = new Key(store, target.insecure());
            Entry ready = entries.get(wanted);
            if (ready != null && ready.isOf(modified)) {
                return ready.trust;
            }
            return entries.compute(wanted, (_, known) -> {
                if (known != null && known.isOf(modified)) {
                    return known;
                }
                try {
                    return new Entry(modified, new Trust(store, target.insecure(), clock));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).trust;
        } catch (UncheckedIOException e) {
            throw new TrustStoreException(store, e);
        }
    }

    /// @return when the file was last changed; never, where that cannot be found out, and reading it says why
    private static FileTime modified(TrustStore store) {
        try {
            return Files.getLastModifiedTime(store.path());
        } catch (IOException unreadable) {
            return FileTime.from(Instant.MIN);
        }
    }

    private record Key(@Nullable TrustStore store, boolean insecure) {
    }

    private record Entry(@Nullable FileTime modified, Trust trust) {

        boolean isOf(@Nullable FileTime time) {
            return Objects.equals(modified, time);
        }
    }

    /// Thrown where a trust store cannot be read.
    static final class TrustStoreException extends IOException {

        TrustStoreException(@Nullable TrustStore store, Exception cause) {
            super("the trust store %s cannot be read: %s".formatted(store == null ? "of the JDK" : store.path(),
                    root(cause)), cause);
        }

        private static String root(Throwable cause) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            if (root instanceof FileRefusedException refused) {
                return refused.reason();
            }
            return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
        }
    }
}
