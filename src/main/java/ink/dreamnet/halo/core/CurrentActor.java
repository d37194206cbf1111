package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;

/// Tells who is behind the request that is being served.
@FunctionalInterface
public interface CurrentActor {

    /// @return the authenticated caller; [Actor#HALO] outside a request
    Actor get();

    /// @return by what authority and from where the caller acts; [Origin#NONE] outside a request
    default Origin origin() {
        return Origin.NONE;
    }

    /// By what authority and from where somebody acts.
    ///
    /// @param role the roles of the token (`operator`, `operator+admin`); null where none was needed
    /// @param address the address of the caller; null where there is none
    /// @param requestId the request ([RequestId]); null where there is none
    record Origin(@Nullable String role, @Nullable String address, @Nullable String requestId) {
        /// Nobody asks.
        public static final Origin NONE = new Origin(null, null, null);
    }
}
