package ink.dreamnet.halo.code;

import java.util.List;

/// What a file says must exist elsewhere in the repository. It becomes its finding where none of the candidates is a file or
/// directory of the commit, and none of them is something that git ignores and that a build may therefore make.
///
/// @param missing the finding that it becomes
/// @param alias how the path begins for which settings of the repository stand (`@/` of `paths` in a `tsconfig.json`); empty where
///        candidates are from the root. What no setting explains is satisfied.
/// @param candidates the paths, from the root of the repository or from what the alias stands for, of which one must exist; an empty
///        list never resolves
public record Reference(Finding missing, String alias, List<String> candidates) {
    /// How a link begins whose page a plugin of the site generator may write; from the root of the repository otherwise.
    public static final String PAGES = "pages:";

    public Reference {
        candidates = List.copyOf(candidates);
    }

    public Reference(Finding missing, List<String> candidates) {
        this(missing, "", candidates);
    }
}
