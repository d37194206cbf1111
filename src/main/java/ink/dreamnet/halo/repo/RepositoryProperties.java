package ink.dreamnet.halo.repo;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import ink.dreamnet.halo.core.Ranges;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How repositories are fetched and inspected.
///
/// @param directory where clones, and what was read, are kept; nothing else may lie there
/// @param maxSize the most that one clone may occupy, 1 MB to 100 GB
/// @param maxObjectSize the most that one object (a file, as git keeps it) may have in a pack that is received, 1 MB to 2 GB; by
///        default an eighth of the largest heap, because git puts parts of objects together in memory
/// @param fetchTimeout how long one fetch may take, 1 s to 30 min
/// @param idleTimeout how long a server may be silent, 1 s to 5 min
/// @param maxFiles how many files, and how many directories, a commit may have, 100 to 2,000,000; each takes some 400 bytes of memory
/// @param maxFileSize larger files are not read, 1 KB to 64 MB
/// @param parallel how many repositories are inspected at once, 1 to 64
/// @param threads how many threads read files, 1 to 64; 0 means one for each processor
/// @param historyObjects how many objects of the history are walked at most, 0 to 10,000,000
/// @param mergeAfter from what age on a merge that was not ended is a finding
/// @param checkAgainAfter how old an own check's result may become while the commit stays the same
@Validated
@ConfigurationProperties("halo.repo")
record RepositoryProperties(@DefaultValue("./data/repositories") @NotNull Path directory,
        @DefaultValue("1GB") @NotNull DataSize maxSize, @Nullable DataSize maxObjectSize,
        @DefaultValue("5m") @NotNull Duration fetchTimeout,
        @DefaultValue("30s") @NotNull Duration idleTimeout,
        @DefaultValue("250000") @Min(100) @Max(2_000_000) int maxFiles,
        @DefaultValue("2MB") @NotNull DataSize maxFileSize, @DefaultValue("2") @Min(1) @Max(64) int parallel,
        @DefaultValue("0") @Min(0) @Max(64) int threads,
        @DefaultValue("200000") @Min(0) @Max(10_000_000) int historyObjects,
        @DefaultValue("1h") @NotNull Duration mergeAfter, @DefaultValue("24h") @NotNull Duration checkAgainAfter) {

    /// @throws IllegalArgumentException where a size or duration is out of range
    RepositoryProperties {
        Ranges.check("halo.repo.max-size (bytes)", maxSize.toBytes(), 1 << 20, 100L << 30);
        if (maxObjectSize != null) {
            Ranges.check("halo.repo.max-object-size (bytes)", maxObjectSize.toBytes(), 1 << 20, 2L << 30);
        }
        Ranges.check("halo.repo.max-file-size (bytes)", maxFileSize.toBytes(), 1 << 10, 64 << 20);
        Ranges.check("halo.repo.fetch-timeout", fetchTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30));
        Ranges.check("halo.repo.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        Ranges.check("halo.repo.merge-after", mergeAfter, Duration.ZERO, Duration.ofDays(365));
        Ranges.check("halo.repo.check-again-after", checkAgainAfter, Duration.ofMinutes(1), Duration.ofDays(365));
    }

    /// @return the most bytes that one object of a pack may have
    long maxObject() {
        return maxObjectSize == null
                ? Math.clamp(Runtime.getRuntime().maxMemory() / 8, 1 << 20, 2L << 30)
                : maxObjectSize.toBytes();
    }

    int readers() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
