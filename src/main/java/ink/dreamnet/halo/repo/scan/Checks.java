package ink.dreamnet.halo.repo.scan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.TreeCheck;

/// All checks.
public record Checks(List<Check> all) {

    public Checks {
        all = List.copyOf(all);
    }

    List<FileCheck> ofFiles() {
        return all.stream().filter(FileCheck.class::isInstance).map(FileCheck.class::cast).toList();
    }

    List<TreeCheck> ofTrees() {
        return all.stream().filter(TreeCheck.class::isInstance).map(TreeCheck.class::cast).toList();
    }

    /// @return what the findings depend on, besides the commit
    public String versions() {
        return versions(check -> true);
    }

    /// @return what the facts that file checks collected depend on, besides the files
    String versionsOfFileChecks() {
        return versions(FileCheck.class::isInstance);
    }

    /// @return what is counted: `todo`, `fixme`
    public Set<String> counted() {
        return all.stream().flatMap(check -> check.codes().stream()).filter(Check::isIncrease).map(Check::counted)
                .collect(Collectors.toSet());
    }

    /// @return what the numbers depend on that are counted, besides the files
    public String versionsOfCounts() {
        return versions(check -> check.codes().stream().anyMatch(Check::isIncrease));
    }

    /// @param failed the names of checks that failed
    /// @return the codes about which nothing can be said then; what is counted is compared only where nothing is missing
    public Set<String> unknown(Collection<String> failed) {
        Set<String> codes = new HashSet<>();
        for (Check check : all) {
            check.codes().stream().filter(code -> failed.contains(name(check)) || Check.isIncrease(code))
                    .forEach(codes::add);
        }
        return codes;
    }

    static String name(Check check) {
        return check.getClass().getName();
    }

    static String key(Check check) {
        return check.key();
    }

    private String versions(Predicate<Check> which) {
        return all.stream().filter(which).map(Checks::key).sorted().collect(Collectors.joining(","));
    }
}
