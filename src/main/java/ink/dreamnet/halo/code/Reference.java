package ink.dreamnet.halo.code;

import java.util.List;

/// What a file says must exist elsewhere in the repository. It becomes its finding where none of the candidates is a file or
/// directory of the commit, and none of them is something that git ignores or, for links and imports, a build's file names, so that a
/// build may make it.
///
/// @param missing the finding that it becomes
/// @param alias how the path begins for which settings of the repository stand (`@/` of `paths` in a `tsconfig.json`); empty where
///        candidates are from the root. What no setting explains is satisfied.
/// @param candidates the paths, from the root of the repository or from what the alias stands for, of which one must exist; an empty
///        list never resolves
public record Reference(Finding missing, String alias, List<String> candidates) {
    /// Of a private key: low where its certificate is worth nothing, or where only tests name its file. It has no candidates.
    public static final String KEY = "key:";
    /// Of an import of Java: then come the source root, a colon and the type's path. A package of which several types are missing, or one
    /// that many files import, is not the repository's alone.
    public static final String JAVA = "java:";
    /// Of what is wrong only unless another file includes this one. It has no candidates.
    public static final String FRAGMENT = "fragment:";

    public Reference {
        candidates = List.copyOf(candidates);
    }

    public Reference(Finding missing, List<String> candidates) {
        this(missing, "", candidates);
    }
}
