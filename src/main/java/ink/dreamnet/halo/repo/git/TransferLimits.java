package ink.dreamnet.halo.repo.git;

import java.time.Duration;

/// How much a fetch may take.
///
/// @param maxBytes the most that a clone may occupy on disk
/// @param maxObject the most that one object may have, decompressed, in bytes
/// @param idle how long a server may be silent
/// @param total how long one fetch may take altogether
public record TransferLimits(long maxBytes, long maxObject, Duration idle, Duration total) {
}
