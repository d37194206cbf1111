package ink.dreamnet.halo.code;

import java.util.List;

/// What a file says must exist elsewhere in the repository. It becomes its finding where none of the candidates is a file or
/// directory of the commit, and none of them is something that git ignores and that a build may therefore make.
///
/// @param missing the finding that it becomes
/// @param candidates the paths, from the root of the repository, of which one must exist; an empty list never resolves
public record Reference(Finding missing, List<String> candidates) {
    public Reference {
        candidates = List.copyOf(candidates);
    }
}
