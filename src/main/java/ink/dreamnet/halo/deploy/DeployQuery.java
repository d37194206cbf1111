package ink.dreamnet.halo.deploy;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// The filters of a list of deploys; null matches any.
///
/// @param service only of this service
/// @param version only of this version
/// @param environment only to this environment
/// @param source only of this source
/// @param since only deployed at this time or later
/// @param until only deployed before this time
record DeployQuery(@Nullable String service, @Nullable String version, @Nullable String environment,
        @Nullable DeploySource source, @Nullable Instant since, @Nullable Instant until) {
}
