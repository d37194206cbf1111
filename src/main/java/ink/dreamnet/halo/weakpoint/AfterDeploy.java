package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// The last deploy before a weak point opened. It need not be the cause.
///
/// @param id the deploy
/// @param service what was deployed
/// @param version which version of it
/// @param environment where; null where it was not reported
/// @param at when it was deployed
/// @param relation what it has to do with the subject of the weak point
@Embeddable
public record AfterDeploy(@Column(name = "after_deploy_id") UUID id,
        @Column(name = "after_deploy_service") String service,
        @Column(name = "after_deploy_version") String version,
        @Nullable @Column(name = "after_deploy_environment") String environment,
        @Column(name = "after_deploy_at") Instant at,
        @Enumerated(EnumType.STRING) @Column(name = "after_deploy_relation") Relation relation) {

    /// What a deploy has to do with a subject, the closest first.
    public enum Relation implements Wire {
        /// The subject belongs to the service that was deployed.
        OWN,
        /// The subject is in the environment that was deployed to.
        ENVIRONMENT,
        /// Nothing more is known than that it was the last deploy of all.
        FLEET
    }

    /// @return whether another is the same deploy in the same relation
    boolean names(@Nullable AfterDeploy other) {
        return other != null && other.id.equals(id) && other.relation == relation;
    }

    /// @return it as a text: `shop 1.4.2 to production`
    public String describe() {
        return service + " " + version + (environment == null ? "" : " to " + environment);
    }
}
