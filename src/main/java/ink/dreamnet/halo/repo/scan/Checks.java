package ink.dreamnet.halo.repo.scan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.TreeCheck;
import org.jspecify.annotations.Nullable;

/// All checks.
///
/// @param ofFiles those that see one file at a time
/// @param ofTrees those that compare several files
public record Checks(List<FileCheck> ofFiles, List<TreeCheck> ofTrees) {

    public Checks {
        ofFiles = List.copyOf(ofFiles);
        ofTrees = List.copyOf(ofTrees);
    }

    /// @return what the facts that file checks collected depend on, besides the files
    public String fingerprint() {
        return String.join(",", ofFiles.stream().map(check -> key(check, check.version())).sorted().toList());
    }

    /// @return what the findings of all checks depend on, besides the commit
    public String versions() {
        return fingerprint() + ";" + String.join(",", ofTrees.stream().map(Checks::key).sorted().toList());
    }

    static String key(TreeCheck check) {
        return key(check, check.version());
    }

    private static String key(Object check, int version) {
        return check.getClass().getName() + ":" + version;
    }

    /// @param failed the class names of checks that failed
    /// @return the codes about which nothing can be said then; null where that may be any
    public @Nullable Set<String> codesOf(Collection<String> failed) {
        Set<String> codes = new HashSet<>();
        for (FileCheck check : ofFiles) {
            if (failed.contains(check.getClass().getName())) {
                if (check.codes().isEmpty()) {
                    return null;
                }
                codes.addAll(check.codes());
            }
        }
        for (TreeCheck check : ofTrees) {
            if (failed.contains(check.getClass().getName())) {
                if (check.codes().isEmpty()) {
                    return null;
                }
                codes.addAll(check.codes());
            }
        }
        return codes;
    }
}
