package ink.dreamnet.halo.code;

import java.util.List;

import ink.dreamnet.halo.core.Severity;

/// What a file says must exist elsewhere in the repository. It becomes its finding where none of the candidates is a file or
/// directory of the commit, and none of them is something that git ignores or, for links and imports, a build's file names, so that a
/// build may make it.
///
/// @param missing the finding that it becomes
/// @param kind what refers, and so what decides about it
/// @param name what is imported, as its kind says; empty where candidates are from the root
/// @param candidates the paths, from the root of the repository or from what the name stands for, of which one must exist; an empty
///        list never resolves
public record Reference(Finding missing, Kind kind, String name, List<String> candidates) {

    /// What refers. Where settings of the repository say what a name stands for and none does, the reference is satisfied.
    public enum Kind {
        /// A manifest, a workflow or the like, by a path.
        PATH,
        /// A link or an image in prose, by a path.
        LINK,
        /// A symbolic link, by a path.
        SYMBOLIC_LINK,
        /// An import, by a path.
        IMPORT,
        /// An import whose beginning (`@/`) `paths` of a `tsconfig.json` explain: the name is that.
        ALIAS,
        /// An import whose first part is a directory below a `baseUrl`: the name is that part.
        BASE_URL,
        /// An import of SvelteKit's `$lib/`.
        SVELTE,
        /// An import of Go: the name is the path of the package.
        GO,
        /// An import of Java: the name is the source root, a colon and the type's path.
        JAVA,
        /// A private key, which others name, or whose certificate tells what it protects. It has no candidates.
        PRIVATE_KEY,
        /// A part of a file, which is wrong only unless another one includes it.
        FRAGMENT;

        /// @return whether the tree decides about it, and not only what other files note
        public boolean isOfTree() {
            return this != PRIVATE_KEY && this != FRAGMENT;
        }

        /// @return whether it is an import
        public boolean isImport() {
            return switch (this) {
                case IMPORT, ALIAS, BASE_URL, SVELTE, GO, JAVA -> true;
                case PATH, LINK, SYMBOLIC_LINK, PRIVATE_KEY, FRAGMENT -> false;
            };
        }
    }

    public Reference {
        candidates = List.copyOf(candidates);
    }

    /// Something that is named by a path from the root.
    public Reference(Finding missing, Kind kind, List<String> candidates) {
        this(missing, kind, "", candidates);
    }

    /// @return the same with another finding
    public Reference with(Finding other) {
        return new Reference(other, kind, name, candidates);
    }

    /// @return the same with another severity
    public Reference with(Severity severity) {
        return with(missing.with(severity));
    }
}
