package ink.dreamnet.halo.repo.scan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.TreeCheck;

/// All checks.
public final class Checks {

    private final List<FileCheck> ofFiles;
    private final List<TreeCheck> ofTrees;

    public Checks(Collection<? extends Check> all) {
        this.ofFiles = of(all, FileCheck.class);
        this.ofTrees = of(all, TreeCheck.class);
    }

    private static <T> List<T> of(Collection<? extends Check> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// @return those that see one file at a time
    public List<FileCheck> ofFiles() {
        return ofFiles;
    }

    /// @return those that compare several files
    public List<TreeCheck> ofTrees() {
        return ofTrees;
    }

    /// @return what the findings of all checks depend on, besides the commit
    public String versions() {
        return fingerprint(all());
    }

    /// @return what the facts that file checks collected depend on, besides the files
    String versionsOfFileChecks() {
        return fingerprint(ofFiles.stream());
    }

    /// @return what the numbers depend on that are counted, besides the files
    public String versionsOfCounts() {
        return fingerprint(all().filter(check -> check.codes().stream().anyMatch(Checks::isCounted)));
    }

    /// @return the codes of what is counted, about which an incomplete analysis says nothing
    public Set<String> countedCodes() {
        return all().flatMap(check -> check.codes().stream()).filter(Checks::isCounted).collect(Collectors.toSet());
    }

    /// @param failed the names of checks that failed
    /// @return the codes about which nothing can be said then
    public Set<String> codesOf(Collection<String> failed) {
        Set<String> codes = new HashSet<>();
        all().filter(check -> failed.contains(name(check))).forEach(check -> codes.addAll(check.codes()));
        return codes;
    }

    static String name(Check check) {
        return check.getClass().getName();
    }

    static String key(Check check) {
        return name(check) + ":" + check.version();
    }

    private static boolean isCounted(String code) {
        return code.endsWith(Check.increased("").substring("repo.".length()));
    }

    private static String fingerprint(Stream<? extends Check> checks) {
        return checks.map(Checks::key).sorted().collect(Collectors.joining(","));
    }

    private Stream<Check> all() {
        return Stream.concat(ofFiles.stream(), ofTrees.stream());
    }
}
