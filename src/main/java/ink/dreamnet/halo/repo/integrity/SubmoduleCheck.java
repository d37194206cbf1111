package ink.dreamnet.halo.repo.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/// The submodules of a commit and its `.gitmodules` must agree, each with a path and a URL.
@Reports(IntegrityCodes.SUBMODULE_UNRESOLVED)
class SubmoduleCheck implements TreeCheck {

    private static final String GITMODULES = ".gitmodules";
    /// A path and an address are shorter. JGit takes quadratic time for what a line has behind its value.
    private static final int LONGEST_LINE = 10_000;

    /// Any path may be one of a submodule.
    @Override
    public boolean concerns(String path) {
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        Config config = new Config();
        SourceFile modules = tree.read(GITMODULES);
        try {
            String text = modules == null ? "" : new String(modules.bytes(), StandardCharsets.UTF_8);
            if (text.lines().anyMatch(line -> line.length() > LONGEST_LINE)) {
                throw new ConfigInvalidException("a line is too long");
            }
            config.fromText(text);
        } catch (ConfigInvalidException wrong) {
            report(GITMODULES, "cannot be read, so no submodule can be had", facts);
            return;
        }
        Set<String> declared = new HashSet<>();
        for (String name : config.getSubsections("submodule")) {
            String path = config.getString("submodule", name, "path");
            String url = config.getString("submodule", name, "url");
            if (path == null || path.isEmpty()) {
                report(GITMODULES, "declares the submodule '%s' without a path".formatted(name), facts);
                continue;
            }
            declared.add(path);
            if (url == null || url.isBlank()) {
                report(GITMODULES, "declares the submodule '%s' without a URL".formatted(name), facts);
            }
            if (!isSubmodule(tree.files().get(path))) {
                report(GITMODULES, "declares the submodule '%s' at '%s', where the commit has none".formatted(name,
                        path), facts);
            }
        }
        for (TreeFile file : tree.files().values()) {
            if (isSubmodule(file) && !declared.contains(file.path())) {
                report(file.path(), "is a submodule that .gitmodules does not declare", facts);
            }
        }
    }

    private static boolean isSubmodule(@Nullable TreeFile file) {
        return file != null && file.kind() == TreeFile.Kind.SUBMODULE;
    }

    private static void report(String path, String message, Facts facts) {
        facts.finding(new Finding(IntegrityCodes.SUBMODULE_UNRESOLVED, Severity.MEDIUM, path, 0, message));
    }
}
