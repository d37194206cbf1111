package ink.dreamnet.halo.code.dependency;

import java.util.List;

import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.core.Severity;

/// What `go.mod` and `go.work` refer to by path must hold a `go.mod`: `replace … => ./path` and `use ./path`.
@Reports({ReferenceCheck.DEPENDENCY, ReferenceCheck.MEMBER})
class GoReferenceCheck extends ReferenceCheck {

    GoReferenceCheck() {
        super("go.mod", "go.work");
    }

    @Override
    void check(SourceFile file, Expected expected) {
        GoMod read = GoMod.read(file.textOrEmpty());
        for (GoMod.Line replace : read.of("replace")) {
            List<String> words = replace.words();
            int arrow = words.indexOf("=>");
            if (arrow > 0 && arrow + 1 < words.size() && GoMod.isPath(words.get(arrow + 1))) {
                expected.path(DEPENDENCY, isLoaded(read, words.getFirst()) ? Severity.HIGH : Severity.LOW,
                        replace.number(), words.get(arrow + 1),
                        words.getFirst() + " is replaced by " + words.get(arrow + 1) + ", which holds no go.mod",
                        "go.mod");
            }
        }
        for (GoMod.Line use : read.of("use")) {
            String path = use.words().isEmpty() ? "" : use.words().getFirst();
            expected.path(MEMBER, Severity.HIGH, use.number(), path,
                    "the workspace uses " + path + ", which holds no go.mod",
                    "go.mod");
        }
    }

    /// A module that nothing requires is never read. Before Go 1.17 a `go.mod` did not name those that others require, which then is not
    /// known.
    private static boolean isLoaded(GoMod module, String replaced) {
        return module.of("require").stream().anyMatch(require -> require.words().indexOf(replaced) == 0);
    }
}
