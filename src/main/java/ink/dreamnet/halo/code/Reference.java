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
/// @param candidates the paths of which one must exist, from the root of the repository or, of Go and Java, from what the name stands for; an
///        empty list never resolves. Those of an alias are known when the whole tree is.
public record Reference(Finding missing, Kind kind, String name, List<String> candidates) {

    /// What refers. Where settings of the repository say what a name stands for and none does, the reference is satisfied.
    public enum Kind {
        /// A manifest, a workflow or the like, by a path.
        PATH,
        /// A link or an image in prose, by a path.
        LINK,
        /// A symbolic link, by a path.
        SYMBOLIC_LINK,
        /// An import, by a path: the name is that path as it is written, where it is known.
        IMPORT,
        /// An import of JavaScript or TypeScript that is no path, and that settings may explain: the name is what is imported.
        ALIAS,
        /// An import of a package, which must be declared where it is one of the repository: the name is what is imported. It has no candidates.
        PACKAGE,
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

        /// @return whether it is an import of a file
        public boolean isImport() {
            return switch (this) {
                case IMPORT, ALIAS, GO, JAVA -> true;
                case PATH, LINK, SYMBOLIC_LINK, PACKAGE, PRIVATE_KEY, FRAGMENT -> false;
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

    /// @return the same with other paths
    public Reference with(List<String> others) {
        return new Reference(missing, kind, name, others);
    }

    /// @return the same with another severity
    public Reference with(Severity severity) {
        return with(missing.with(severity));
    }
}
