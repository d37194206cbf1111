package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.core.Severity;

/// `go.sum` must hold the hash of the `go.mod` of every module that `go.mod` requires. Whether the hash of a module's content
/// is needed as well depends on which packages are built, so it is not asked for. Modules of the repository itself, and those
/// that are replaced by a path or excluded, need no hash; the sums of `go.work.sum` count.
@Reports({LockCheck.MISMATCH, LockCheck.MISSING})
class GoSumCheck extends LockCheck {

    GoSumCheck() {
        super("go.mod", "go.sum", "go.work.sum");
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        Map<String, GoMod> modules = new HashMap<>();
        Set<String> own = new HashSet<>();
        for (SourceFile file : Manifests.in(tree, "go.mod")) {
            GoMod read = GoMod.read(file.textOrEmpty());
            modules.put(file.path(), read);
            own.add(read.module());
        }
        for (Map.Entry<String, GoMod> module : modules.entrySet()) {
            check(tree, module.getKey(), module.getValue(), own, facts);
        }
    }

    private static void check(Tree tree, String path, GoMod module, Set<String> own, Facts facts) throws IOException {
        String directory = Paths.directory(path);
        String sumPath = Paths.join(directory, "go.sum");
        Set<String> sums = new HashSet<>();
        collect(tree.text(sumPath), sums);
        for (String above = directory;; above = Paths.directory(above)) {
            collect(tree.text(Paths.join(above, "go.work.sum")), sums);
            if (above.isEmpty()) {
                break;
            }
        }
        Differences differences = new Differences(sumPath);
        Set<String> excluded = new HashSet<>();
        module.of("exclude").forEach(line -> excluded.add(String.join(" ", line.words())));
        for (GoMod.Line require : module.of("require")) {
            if (require.words().size() < 2) {
                continue;
            }
            String wanted = replaced(module, require.words().get(0), require.words().get(1));
            if (wanted.isEmpty() || own.contains(require.words().get(0)) || excluded.contains(wanted)) {
                continue;
            }
            if (!tree.isFile(sumPath)) {
                facts.reference(
                        missing(Severity.MEDIUM, path, require.number(), "modules are required, but there is no go.sum",
                                sumPath));
                return;
            }
            if (!sums.contains(wanted + "/go.mod")) {
                differences.add(path, require.number(), wanted + " is not in " + sumPath);
            }
        }
        differences.report(facts);
    }

    /// @return module and version that are really used; empty where it is a directory
    private static String replaced(GoMod module, String name, String version) {
        for (GoMod.Line replace : module.of("replace")) {
            List<String> words = replace.words();
            int arrow = words.indexOf("=>");
            boolean matches = arrow > 0 && words.getFirst().equals(name)
                    && (arrow == 1 || words.get(1).equals(version));
            if (matches && arrow + 1 < words.size()) {
                return arrow + 2 < words.size() ? words.get(arrow + 1) + " " + words.get(arrow + 2) : "";
            }
        }
        return name + " " + version;
    }

    private static void collect(String text, Set<String> sums) {
        text.lines().forEach(line -> {
            int hash = line.indexOf(" h1:");
            if (hash > 0) {
                sums.add(line.substring(0, hash).strip());
            }
        });
    }
}
