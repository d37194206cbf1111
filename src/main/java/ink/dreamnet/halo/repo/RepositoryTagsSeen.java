package ink.dreamnet.halo.repo;

import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// The tags of a repository that mean deploys were read. It is published at each inspection, also where nothing is new.
///
/// @param repository the repository
/// @param source what distinguishes this repository from another that may have had the same id
/// @param service what a new tag says was deployed
/// @param environment where; null where nobody knows
/// @param tags the names of the tags and the ids of what they name; only those that are wanted
public record RepositoryTagsSeen(SubjectRef repository, String source, String service, @Nullable String environment,
        Map<String, String> tags) {
}
