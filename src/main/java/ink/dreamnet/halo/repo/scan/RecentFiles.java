package ink.dreamnet.halo.repo.scan;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import ink.dreamnet.halo.code.SourceFile;
import org.jspecify.annotations.Nullable;

/// The files that were read last, with what was parsed of them, so that several checks share them: manifests above all.
final class RecentFiles {

    /// What is parsed takes some ten times as much memory.
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Map<String, SourceFile> files = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized @Nullable SourceFile get(String path) {
        return files.get(path);
    }

    synchronized void put(SourceFile file) {
        if (file.bytes().length > MOST_BYTES) {
            return;
        }
        SourceFile before = files.put(file.path(), file);
        bytes += file.bytes().length - (before == null ? 0 : before.bytes().length);
        for (Iterator<SourceFile> oldest = files.values().iterator(); bytes > MOST_BYTES;) {
            bytes -= oldest.next().bytes().length;
            oldest.remove();
        }
    }
}
