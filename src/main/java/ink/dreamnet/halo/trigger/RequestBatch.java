package ink.dreamnet.halo.trigger;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import org.jspecify.annotations.Nullable;

/// The requests that one cycle serves together.
///
/// @param cycleId the cycle's id
/// @param requests at least one, oldest first
public record RequestBatch(UUID cycleId, List<CycleRequest> requests) {

    /// @return `full` where any request asks for it
    public CycleMode mode() {
        return requests.stream().map(CycleRequest::mode).reduce(CycleMode.LIGHT, CycleMode::and);
    }

    /// @return a scope that includes what any request asks for
    public Scope scope() {
        return requests.stream().map(CycleRequest::scope).reduce(Scope::union).orElse(Scope.ALL);
    }

    /// @return the names of the triggers that asked, each once
    public List<String> triggers() {
        return requests.stream().map(CycleRequest::trigger).distinct().toList();
    }

    /// @return the reasons that were given, each once, or null where none was
    public @Nullable String reason() {
        String reasons = String.join("; ", reasons());
        return reasons.isEmpty() ? null : reasons;
    }

    /// @return the reasons that were given, each once
    public List<String> reasons() {
        return requests.stream().map(CycleRequest::reason).filter(Objects::nonNull).distinct().toList();
    }
}
