package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.core.Severity;

/// What an installer wrote must not be committed: a `node_modules` with the record that a package manager keeps in it, a virtual
/// environment of Python. It is of one machine, grows with every update, and is used in place of what the lock says. An action of GitHub
/// brings its `node_modules` along, because nothing installs it.
@Reports(CommittedInstallCheck.COMMITTED)
class CommittedInstallCheck implements TreeCheck {

    static final String COMMITTED = "repo.install-committed";

    /// npm, pnpm, Yarn 1, Yarn 2 and later; all of them make `.bin`.
    private static final Pattern NODE = Pattern.compile("((?:.{1,4000}?/)?node_modules)/"
            + "(?:\\.package-lock\\.json|\\.modules\\.yaml|\\.yarn-integrity|\\.yarn-state\\.yml|\\.bin/.{1,4000})");
    private static final Pattern NODE_ACTION = Pattern.compile("(?m)^\\s{1,20}using:\\s{1,20}[\"']?node\\d");

    @Override
    public boolean concerns(String path) {
        return path.contains("node_modules/") || path.endsWith("pyvenv.cfg") || path.contains("/bin/")
                || path.contains("/Scripts/") || Paths.name(path).startsWith("action.y");
    }

    @Override
    public boolean weighsItself() {
        // where it was installed counts, not that it is code of others
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        Map<String, String> roots = new TreeMap<>();
        for (String path : tree.files().keySet()) {
            Matcher node = path.contains("node_modules/") ? NODE.matcher(path) : null;
            if (node != null && node.matches() && !isOfAction(tree, Paths.directory(node.group(1)))) {
                roots.putIfAbsent(node.group(1), path);
            }
            String environment = Paths.directory(path);
            if (Paths.name(path).equals("pyvenv.cfg") && !environment.isEmpty()
                    && (tree.isDirectory(environment + "/bin") || tree.isDirectory(environment + "/Scripts"))) {
                roots.putIfAbsent(environment, path);
            }
        }
        roots.forEach((root, marker) -> {
            String installed = Paths.join(Paths.directory(root), "package.json");
            if (Place.isJudged(installed) && !Paths.directory(marker).contains("node_modules/.pnpm/")) {
                int files = tree.files().subMap(root + "/", root + "0").size();
                facts.finding(new Finding(COMMITTED, Place.weigh(Severity.MEDIUM, installed), marker, 0,
                        "is of an installation: remove %s (%d files) from git and have it ignored".formatted(root,
                                files)));
            }
        });
    }

    private static boolean isOfAction(Tree tree, String directory) throws IOException {
        return NODE_ACTION.matcher(tree.text(Paths.join(directory, "action.yml"))).find()
                || NODE_ACTION.matcher(tree.text(Paths.join(directory, "action.yaml"))).find();
    }
}
